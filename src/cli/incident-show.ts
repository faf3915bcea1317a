import type { z } from "zod";
import type { Incident, IncidentThread } from "../contract/incidents.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, escaped, plain } from "./terminal-text.ts";

type Page = z.infer<typeof Incident>;

const USAGE = `usage: vigie incident show TENANT INCIDENT [--json]

Where it stands and whose turn it is, its alerts, parts, files and clocks, and the end of its thread.

  INCIDENT       its id or reference
  --json         all that is known
${PLATFORM_USAGE}`;

/** `vigie incident show`. */
export const incidentShow: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals: [tenant, named, more] } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  if (tenant === undefined || named === undefined || more !== undefined) throw new UsageError("name the organisation, then the incident");
  const platform = platformOf(values);
  const path = pathOf("tenants", tenant, "incidents", named);
  const incident = await getAnswer<Page>(platform, path);
  const { entries } = await getAnswer<z.infer<typeof IncidentThread>>(platform, `${path}/entries?limit=200`);
  terminal.out.write(values.json === true ? `${escaped(JSON.stringify({ ...incident, entries }))}\n` : textOf(incident, entries));
  return EXIT.done;
}

const LAST_ENTRIES = 20;

/** An incident as a terminal shows it. */
export function textOf(incident: Page, entries: z.infer<typeof IncidentThread>["entries"] = []): string {
  const { ref, severity, stage, verdict, tlp, category, mode, title, summary, turn, nextStages, clocks, alerts, parts, files, related, alike, merged, lessons } = incident;
  const owners = [incident.owners.provider, incident.owners.client].flatMap((owner) => owner?.who ?? []);
  const shown = entries.slice(-LAST_ENTRIES);
  const lines = [
    `${ref}  ${severity}  ${stage}${verdict === null ? "" : ` (${verdict})`}  TLP:${tlp.toUpperCase()}`,
    title, ...(summary === "" ? [] : summary.split("\n")),
    `  ${category}, ${mode}${owners.length === 0 ? ", nobody has it" : `, of ${owners.join(" and ")}`}`,
    ...(turn === null ? [] : [`  ${turn.who}: ${turn.why}${turn.until === null ? "" : ` Until ${minute(turn.until)}.`}`]),
    ...(nextStages.length === 0 ? [] : [`  next: ${nextStages.join(", ")}, or close`]),
    ...clocks.map(({ phase, state, usedMinutes, targetMinutes, dueAt, stoppedAt }) => `  ${column(phase, 18)} ${column(state, 12)} ${Math.floor(usedMinutes)} of ${targetMinutes} min${dueAt === null || stoppedAt !== null ? "" : `, due ${minute(dueAt)}`}`),
    ...alerts.map((alert) => `  alert ${alert.ref}  ${alert.level}  ${alert.verdict ?? alert.status}: ${alert.title}`),
    ...parts.map((part) => `  part ${part.id}  ${partText(part)}${part.visibility === "internal" ? " (internal)" : ""}`),
    ...files.filter(({ removed }) => removed === null).map(({ id, name, size, sha256 }) => `  file ${id}  ${name}, ${size} bytes, SHA-256 ${sha256}`),
    ...related.map((other) => `  related to ${other.ref} (${other.kind}): ${other.title}`), ...alike.map((other) => `  like ${other.ref}: ${other.why}`), ...merged.map((other) => `  took in ${other.ref}: ${other.title}`),
    ...(lessons === null || lessons === "" ? [] : [`  lessons: ${lessons}`]),
    ...(shown.length < entries.length ? [`  … ${entries.length - shown.length} entries before`] : []),
    ...shown.map(({ at, author, visibility, text }) => `  ${minute(at)}  ${author}${visibility === "internal" ? " (internal)" : ""}: ${text}`),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}

function partText({ kind, document }: Page["parts"][number]): string {
  const text = (name: string): string => (typeof document[name] === "string" ? document[name] : "");
  const told = (name: string): string => (text(name) === "" ? "" : `: ${text(name)}`);
  if (kind === "asset" || kind === "account") return `${kind} ${text("name")}, ${text("role")}${told("state")}`;
  if (kind === "indicator") return `${kind} ${text("type")} ${text("value")}, ${text("verdict")}${told("note")}`;
  if (kind === "technique") return `${kind} ${text("technique")}${told("note")}`;
  return `${kind} [${text("doneAt") === "" ? " " : "x"}] ${text("text")}`;
}

const minute = (time: string): string => time.slice(0, 16).replace("T", " ");
