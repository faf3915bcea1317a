// An incident as a document: what PDIS IV.2.1.w asks of the ticket, for people to read and to hand on.
import type { IncidentExport } from "../../contract/incident-export.ts";
import { type ExportLanguage, type ExportWords, wordsIn } from "./markdown-words.ts";
import { quote, value, words } from "./markdown-text.ts";

type Page = IncidentExport["incident"];
type Lines = readonly string[];

/** Renders an export; it has what the export has and no more, so that each side gets what it may see. Times are UTC. */
export function markdownOf({ incident, survivor, thread, unlinked, isWhole, exportedAt, exportedBy, side }: IncidentExport, language: ExportLanguage): string {
  const say = wordsIn(language);
  const lines = [
    `# ${incident.ref}`, "", `**${words(incident.title)}**`, "",
    ...heading(incident, survivor, say), `- ${say.for}: ${say[side]}, ${exportedAt} ${say.by} ${words(exportedBy)}`,
    ...prose(say.description, incident.summary), ...prose(say.impact, incident.impact), ...prose(say.risk, incident.risk),
    ...section(say.severityReasons, Object.entries(incident.severityReasons).map(([factor, why]) => `- ${factor}: ${words(why ?? "")}`)),
    ...section(say.alerts, [...incident.alerts.flatMap((alert) => alertLines(alert, say)), ...unlinked.map(({ alert, at, by, reason }) => `- ${say.unlinked}: ${value(alert)}, ${at} ${say.by} ${words(by)}: ${words(reason)}`)], say.nothing),
    ...partSections(incident.parts, say),
    ...section(say.files, incident.files.map((file) => `- ${value(file.name)}, ${file.size} B, SHA-256 ${value(file.sha256)}, ${file.addedAt} ${say.by} ${words(file.addedBy)}${ended(file, say)}`)),
    ...section(say.clocks, incident.clocks.map(({ phase, state, usedMinutes, usedWithPausesMinutes, targetMinutes, startedAt, stoppedAt, dueAt }) => `- ${phase}: ${state}, ${say.used} ${tenth(usedMinutes)} / ${targetMinutes} ${say.minutes} (${tenth(usedWithPausesMinutes)} ${say.withPauses}), ${startedAt} → ${stoppedAt ?? `${say.due} ${dueAt ?? "–"}`}`)),
    ...section(say.related, incident.related.map(({ ref, kind, title, reason }) => `- ${ref} (${kind}): ${words(title)}. ${words(reason)}`)),
    ...prose(say.closedReason, incident.closedReason ?? ""), ...prose(say.lessons, incident.lessons ?? ""),
    ...section(say.thread, [...entryLines(thread, say), ...(isWhole ? [] : [say.cut])], say.nothing),
  ];
  return `${lines.join("\n")}\n`;
}

const tenth = (minutes: number): number => Math.round(minutes * 10) / 10;

function heading(incident: Page, survivor: string | null, say: ExportWords): Lines {
  const { category, severity, stage, mode, tlp, pap, verdict, origin, occurredAt, detectedAt, openedAt, openedBy, closedAt, aware, owners, qualified } = incident;
  const rows: readonly (readonly [string, string | null])[] = [
    [say.category, category], [say.severity, severity], [say.stage, stage], [say.mode, mode], [say.tlp, tlp.toUpperCase()], [say.pap, pap.toUpperCase()], [say.origin, origin],
    [say.verdict, verdict === null ? say.none : `${verdict}${qualified === null ? "" : `, ${qualified.at} ${say.by} ${words(qualified.by)} (${say[qualified.side]}): ${words(qualified.words)}`}`],
    [say.occurred, occurredAt], [say.detected, detectedAt], [say.opened, `${openedAt} ${say.by} ${words(openedBy)}`], [say.closed, closedAt],
    [say.aware, aware === null ? null : `${aware.at} ${say.by} ${words(aware.by)}: ${words(aware.evidence)}`],
    [say.owners, [owners.provider === null ? [] : `${words(owners.provider.who)} (${say.provider})`, owners.client === null ? [] : `${words(owners.client.who)} (${say.client})`].flat().join(", ") || null],
    [say.merged, survivor],
  ];
  return rows.flatMap(([name, told]) => (told === null ? [] : [`- ${name}: ${told}`]));
}

const section = (title: string, lines: Lines, ifNone?: string): Lines => (lines.length > 0 ? ["", `## ${title}`, "", ...lines] : ifNone === undefined ? [] : ["", `## ${title}`, "", ifNone]);
const prose = (title: string, text: string): Lines => (text.trim() === "" ? [] : section(title, [quote(text)]));

function alertLines({ ref, title, level, score, status, verdict, firstTime, lastTime, detectedAt, techniques, rules, sources, eventIds, isPartial }: Page["alerts"][number], say: ExportWords): Lines {
  return [
    `- ${ref} (${level}, ${score}, ${verdict ?? status}): ${words(title)}`,
    `  - ${say.happened}: ${firstTime}${lastTime === firstTime ? "" : ` → ${lastTime}`}; ${say.detectedAt}: ${detectedAt}${techniques.length === 0 ? "" : `; ${techniques.map(words).join(", ")}`}`,
    `  - ${say.rules}: ${rules.map((rule) => `${words(rule.title)} ${value(rule.id ?? rule.key)}, ${say.version} ${rule.version} (${words(rule.pack)}), SHA-256 ${value(rule.digest)}`).join("; ") || "–"}`,
    `  - ${say.sources}: ${sources.map(({ source, collector, technology }) => `${value(source)} (${words(technology)}) → ${value(collector)}`).join("; ") || "–"}`,
    `  - ${say.events}: ${eventIds.map(value).join(" ") || "–"}${isPartial ? ` ${say.partial}` : ""}`,
  ];
}

const KINDS = ["asset", "account", "indicator", "technique", "task"] as const;

const partSections = (parts: Page["parts"], say: ExportWords): Lines => KINDS.flatMap((kind) => section(say.parts[kind], parts.filter((part) => part.kind === kind).map((part) => `- ${partText(part, say)}, ${part.addedAt} ${say.by} ${words(part.addedBy)}${ended(part, say)}`)));

function partText({ kind, document }: Page["parts"][number], say: ExportWords): string {
  const text = (name: string): string => (typeof document[name] === "string" ? document[name] : "");
  const note = (name: string): string => (text(name) === "" ? "" : `: ${words(text(name))}`);
  if (kind === "asset" || kind === "account") return `${value(text("name"))} (${words(text("role"))})${note("state")}`;
  if (kind === "indicator") return `${words(text("type"))} ${value(text("value"))} (${words(text("verdict"))})${note("note")}`;
  if (kind === "technique") return `${value(text("technique"))}${note("note")}`;
  const due = text("dueAt") === "" ? "" : `, ${say.due} ${words(text("dueAt"))}`;
  return `[${text("doneAt") === "" ? " " : "x"}] ${words(text("text"))} (${text("doneAt") === "" ? `${say.open}${due}` : `${say.done} ${words(text("doneAt"))} ${say.by} ${words(text("doneBy"))}`}${text("who") === "" ? "" : `, ${words(text("who"))}`})`;
}

const ended = ({ visibility, removed }: Pick<Page["parts"][number], "visibility" | "removed">, say: ExportWords): string =>
  `${visibility === "internal" ? ` (${say.internal})` : ""}${removed === null ? "" : `; ${say.removed} ${removed.at} ${say.by} ${words(removed.by)}: ${words(removed.reason)}`}`;

/** In the order in which things happened; what was written later says when. */
const entryLines = (thread: IncidentExport["thread"], say: ExportWords): Lines =>
  thread.toSorted((a, b) => timeOf(a) - timeOf(b) || a.id - b.id).flatMap(({ at, eventTime, type, author, side, visibility, text }) => [
    `- ${eventTime ?? at}${eventTime === null ? "" : ` (${say.written} ${at})`}, ${words(author)} (${say[side]}), ${type}${visibility === "internal" ? ` (${say.internal})` : ""}`, quote(text, "  "),
  ]);

const timeOf = ({ at, eventTime }: IncidentExport["thread"][number]): number => Date.parse(eventTime ?? at);
