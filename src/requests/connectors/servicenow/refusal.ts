// What an instance refuses by its own rules comes with 403, as if a right was missing: people are told which it is.
import { RemoteError } from "../../../outbound/index.ts";

const RULES: readonly { readonly sign: RegExp; readonly todo: string }[] = [
  { sign: /data policy|mandatory/i, todo: "A data policy demands a field: name it under options.fields, or closeCode and closeNotes where a ticket is closed." },
  { sign: /business rule|aborted|invalid update|invalid insert/i, todo: "A rule of the instance stops it: see with whoever runs it which step is allowed from this state, or name another under moves." },
  { sign: /not a valid (?:choice|table)|invalid table/i, todo: "Name what exists there: option table, closeCode, or the mapping." },
];

export async function explained<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof RemoteError) || (error.problem !== "forbidden" && error.problem !== "refused")) throw error;
    const { words, arrived, status } = error;
    const rule = RULES.find(({ sign }) => sign.test(words));
    if (rule === undefined) throw error;
    throw new RemoteError({ problem: "refused", words, arrived, status, todo: rule.todo });
  }
}
