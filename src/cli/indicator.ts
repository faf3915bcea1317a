// What the commands about indicators have in common.
import type { z } from "zod";
import type { IndicatorList } from "../contract/indicators.ts";
import { UsageError } from "./command.ts";
import { number } from "./terminal-text.ts";

/** Whose lists, as the arguments say. */
export const SCOPE_USAGE = `  TENANT         the organisation; --provider instead: the lists that are matched for every organisation`;

/** The path of the lists that the arguments mean, and what is left of the arguments. */
export function scopeOf(positionals: readonly string[], isProvider: boolean): { readonly parts: readonly string[]; readonly rest: readonly string[] } {
  if (isProvider) return { parts: ["indicator-lists"], rest: positionals };
  const [tenant, ...rest] = positionals;
  if (tenant === undefined) throw new UsageError("name the organisation, or say --provider");
  return { parts: ["tenants", tenant, "indicator-lists"], rest };
}

/** What became of the entries of a file. */
export function countsText({ counts: { entries, added, changed, unchanged, duplicates, refused, gone, withheld, expired, refusals } }: z.infer<typeof IndicatorList>): string {
  const lines = [
    `${number(entries)} entries: added ${number(added)}, changed ${number(changed)}, unchanged ${number(unchanged)}, said twice ${number(duplicates)}, refused ${number(refused)}`,
    `  not in the file any more ${number(gone)}; taken out by hand ${number(withheld)}; expired ${number(expired)}`,
    ...refusals.map(({ reason, count, example }) => `  refused ${number(count)}: ${reason}, as ${example.slice(0, 100)}`),
  ];
  return lines.join("\n");
}
