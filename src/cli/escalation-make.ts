import { readFile } from "node:fs/promises";
import type { z } from "zod";
import type { Escalation, EscalationDraft } from "../contract/escalations.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { textOf } from "./escalation-show.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { escaped } from "./terminal-text.ts";

const USAGE = `usage: vigie escalation make TENANT ALERT [--language en|fr] [--draft | --text FILE]

Asks the client about an alert. Without a file it is asked what the platform proposes: write that better first.

  ALERT          reference of the alert
  --draft        print what would be asked as JSON, and ask nothing
  --text FILE    ask what this file says: the draft, changed
  --language L   of the proposal; default: fr
${PLATFORM_USAGE}`;

/** `vigie escalation make`. */
export const escalationMake: Command = { usage: USAGE, run };

const OPTIONS = { ...PLATFORM_OPTIONS, language: { type: "string" }, draft: { type: "boolean" }, text: { type: "string" } } as const;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, alert, more] = positionals;
  if (tenant === undefined || alert === undefined || more !== undefined) throw new UsageError("name the organisation, then the alert");
  const platform = platformOf(values);
  const asked = new URLSearchParams({ alert, ...(values.language === undefined ? {} : { language: values.language }) });
  const draft = values.text === undefined ? await getAnswer<z.infer<typeof EscalationDraft>>(platform, `${pathOf("tenants", tenant, "escalation-draft")}?${asked.toString()}`) : await draftIn(values.text);
  if (values.draft === true) {
    const lines = JSON.stringify({ text: draft.text, events: draft.events }, null, 2).split("\n");
    terminal.out.write(`${lines.map(escaped).join("\n")}\n`);
    return EXIT.done;
  }
  const made = await sendChange<Escalation>(platform, pathOf("tenants", tenant, "escalations"), { about: { kind: "alert", id: alert }, text: draft.text, events: draft.events });
  terminal.out.write(textOf(made, []));
  return EXIT.done;
}

async function draftIn(path: string): Promise<Pick<z.infer<typeof EscalationDraft>, "text" | "events">> {
  const content = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    return JSON.parse(content) as z.infer<typeof EscalationDraft>;
  } catch {
    throw new UsageError(`${path} is no JSON: change what --draft prints`);
  }
}
