import type { z } from "zod";
import type { ExceptionDetail, ExceptionList } from "../contract/exceptions.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

type Detail = z.infer<typeof ExceptionDetail>;

const USAGE = `usage: vigie exception list TENANT [--state STATE,…] [--json]
       vigie exception show TENANT EXCEPTION [--json]
       vigie exception (approve | refuse | withdraw | end) TENANT EXCEPTION --reason TEXT

What is kept from people on purpose, by whom, why and until when.

${PLATFORM_USAGE}`;

const OPTIONS = { ...PLATFORM_OPTIONS, state: { type: "string" }, reason: { type: "string" }, json: { type: "boolean" } } as const;
const command = (run: Command["run"]): Command => ({ usage: USAGE, run });

/** `vigie exception list`. */
export const exceptionList = command(async (args, terminal) => {
  const { values, positionals: [tenant, more] } = parseOptions(args, OPTIONS);
  if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
  const states = values.state === undefined ? "" : `&state=${encodeURIComponent(values.state)}`;
  const { exceptions, next } = await getAnswer<z.infer<typeof ExceptionList>>(platformOf(values), `${pathOf("tenants", tenant, "exceptions")}?limit=200${states}`);
  terminal.out.write(exceptions.map((one) => (values.json === true ? `${JSON.stringify(one)}\n` : `${plain(`${one.id}  ${one.state.padEnd(9)}  until ${one.expiresAt}  hid ${one.hidden.count}  ${one.title} (${one.author.who})`)}\n`)).join(""));
  if (next !== null) terminal.err.write("there are more: narrow by --state\n");
  return EXIT.done;
});

/** `vigie exception show`. */
export const exceptionShow = command(async (args, terminal) => {
  const { values, positionals: [tenant, id, more] } = parseOptions(args, OPTIONS);
  if (tenant === undefined || id === undefined || more !== undefined) throw new UsageError("name an organisation and one exception");
  write(terminal, await getAnswer<Detail>(platformOf(values), pathOf("tenants", tenant, "exceptions", id)), values.json === true);
  return EXIT.done;
});

const verb = (name: "approve" | "refuse" | "withdraw" | "end"): Command =>
  command(async (args, terminal) => {
    const { values, positionals: [tenant, id, more] } = parseOptions(args, OPTIONS);
    if (tenant === undefined || id === undefined || more !== undefined) throw new UsageError("name an organisation and one exception");
    if (values.reason === undefined) throw new UsageError("say why: --reason TEXT");
    write(terminal, await sendChange<Detail>(platformOf(values), `${pathOf("tenants", tenant, "exceptions", id)}/${name}`, { reason: values.reason }), values.json === true);
    return EXIT.done;
  });

export const exceptionApprove = verb("approve");
export const exceptionRefuse = verb("refuse");
export const exceptionWithdraw = verb("withdraw");
export const exceptionEnd = verb("end");

function write(terminal: Terminal, one: Detail, isJson: boolean): void {
  const lines = [
    `${one.title}: ${one.state}, until ${one.expiresAt}`, `  rule ${one.scope.rule ?? "any"}; ${JSON.stringify(one.scope.assets)}`, `  ${JSON.stringify(one.conditions)}`, `  ${one.justification} (${one.author.who})`,
    ...one.needs.reasons.map((reason) => `  needs a second person: ${reason}`), ...(one.tested === null ? [] : [`  ${one.tested.sentence}`]), ...one.steps.map(({ at, verb: step, who, reason }) => `  ${at}  ${step} by ${who}${reason === null ? "" : `: ${reason}`}`),
  ];
  terminal.out.write(isJson ? `${JSON.stringify(one)}\n` : lines.map((line) => `${plain(line)}\n`).join(""));
}
