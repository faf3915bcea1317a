import type { z } from "zod";
import type { AlertPage, AlertThread } from "../contract/alert-page.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `usage: vigie alert show TENANT ALERT [--language en|fr] [--json]

One alert: what happened, why its score, how similar ones were judged, and what was said and done.

  ALERT          its id, or its reference such as AM-A-31407
  --language L   of sentences; default: en
  --json         all that is known, in one line
${PLATFORM_USAGE}`;

/** `vigie alert show`. */
export const alertShow: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, language: { type: "string" }, json: { type: "boolean" } });
  const [tenant, name, more] = positionals;
  if (tenant === undefined || name === undefined || more !== undefined) throw new UsageError("name the organisation, then the alert");
  const platform = platformOf(values);
  const path = pathOf("tenants", tenant, "alerts", name);
  const alert = await getAnswer<z.infer<typeof AlertPage>>(platform, `${path}?${new URLSearchParams({ language: values.language ?? "en" }).toString()}`);
  const { entries } = await getAnswer<z.infer<typeof AlertThread>>(platform, `${path}/thread`);
  terminal.out.write(values.json === true ? `${JSON.stringify({ ...alert, thread: entries })}\n` : textOf(alert, entries));
  return EXIT.done;
}

/** An alert for people to read. */
export function textOf(alert: z.infer<typeof AlertPage>, entries: z.infer<typeof AlertThread>["entries"] = []): string {
  const { ref, level, score, status, verdict, turn, title, sentence, scoring, grouping, similar, judgement, reopening, merged, ruleDetail: rule, assetDetail: asset, evidence } = alert;
  const { byVerdict, total } = similar.sameRule;
  const lines = [
    `${ref}  ${level} ${score}  ${verdict ?? status}${turn === null ? "" : `  ${turn.text}`}`,
    title,
    sentence.text,
    scoring.sentence,
    grouping.sentence,
    ...(asset === null ? [] : [`${asset.name}: ${asset.kind}, criticality ${asset.criticality}${asset.team === null ? "" : `, of ${asset.team.name}`}`]),
    `${total} similar in ${similar.days} days: ${byVerdict.false_positive} false positive, ${byVerdict.benign_positive} benign, ${byVerdict.true_positive} true positive`,
    ...(similar.differsText === null ? [] : [similar.differsText]),
    `Rule ${rule.key} of ${rule.pack} ${rule.version}${rule.author === null ? "" : `, by ${rule.author}`}`,
    ...(judgement.by === null ? [] : [`Judged by ${judgement.by}: ${judgement.reason ?? ""}`]),
    ...(reopening === null ? [] : [`Opened again: ${reopening.why}`]),
    ...(merged.length === 0 ? [] : [`Holds ${merged.map((one) => one.ref).join(", ")}`]),
    ...(evidence.length === 0 ? [] : [`${evidence.length} events pinned as evidence`]),
    ...entries.map(({ at, author, text, from }) => `  ${at.slice(0, 16).replace("T", " ")}  ${author}${from === null ? "" : ` (${from})`}: ${text}`),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}
