import type { z } from "zod";
import type { RegistryList } from "../contract/rule-registry.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie rules active TENANT [--at TIME] [--json]

The rules that were at work for an organisation, with version and digest.

  --at TIME      as 2026-03-14T10:00:00Z; default: now
  --json         one line of JSON each
${PLATFORM_USAGE}`;

/** `vigie rules active`. */
export const rulesActive: Command = { usage: USAGE, run };

const PAGE = 1000;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals: [tenant, more] } = parseOptions(args, { ...PLATFORM_OPTIONS, at: { type: "string" }, json: { type: "boolean" } } as const);
  if (tenant === undefined || more !== undefined) throw new UsageError("name one organisation");
  const platform = platformOf(values);
  const at = values.at === undefined ? "" : `&at=${encodeURIComponent(values.at)}`;
  let after: string | null = null;
  do {
    const path: string = `${pathOf("tenants", tenant, "rule-registry")}?active=true&limit=${PAGE}${at}${after === null ? "" : `&after=${encodeURIComponent(after)}`}`;
    const { rules, next } = await getAnswer<z.infer<typeof RegistryList>>(platform, path);
    terminal.out.write(rules.map((rule) => (values.json === true ? `${JSON.stringify(rule)}\n` : `${plain(`${rule.key}  ${rule.pack}@${rule.version}  ${rule.digest.slice(0, 12)}  ${(rule.level ?? "none").padEnd(13)}  ${rule.title}${rule.override === null ? "" : " (changed here)"}`)}\n`)).join(""));
    after = next;
  } while (after !== null);
  return EXIT.done;
}
