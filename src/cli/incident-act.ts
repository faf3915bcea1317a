// The verbs of an incident: each sends one, and shows what the incident is then.
import type { z } from "zod";
import type { Incident } from "../contract/incidents.ts";
import { EXIT, parseOptions, UsageError, type Command } from "./command.ts";
import { textOf } from "./incident-show.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";

const OPTIONS = {
  ...PLATFORM_OPTIONS, alert: { type: "string", multiple: true }, summary: { type: "string" }, category: { type: "string" }, severity: { type: "string" }, tlp: { type: "string" }, reason: { type: "string" }, team: { type: "string" }, until: { type: "string" }, lessons: { type: "string" },
  "alerts-as": { type: "string" }, verdict: { type: "string" }, role: { type: "string" }, type: { type: "string" }, note: { type: "string" }, part: { type: "string", multiple: true }, kind: { type: "string" }, title: { type: "string" },
  as: { type: "string" }, shared: { type: "boolean" }, advice: { type: "boolean" },
} as const;
type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>["values"];

type Verb = {
  /** Behind `vigie incident`; in the API's path it may be called otherwise. */
  readonly name: string;
  readonly path?: readonly string[];
  readonly does: string;
  /** What stands behind the incident. */
  readonly words: readonly string[];
  /** How many of them may be left out. */
  readonly optional?: number;
  /** Whether the last one may stand several times. */
  readonly many?: boolean;
  readonly options?: string;
  readonly body: (words: readonly string[], values: Values) => object;
};

const given = (fields: Readonly<Record<string, unknown>>): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const visibility = ({ shared }: Values): "shared" | undefined => (shared === true ? "shared" : undefined);
const SHARED = "  --shared       the client reads it too\n";

function actCommand({ name, path = [name], does, words, optional = 0, many = false, options = "", body }: Verb): Command {
  const shown = words.map((word, i) => (i >= words.length - optional ? `[${word}]` : word)).join(" ");
  return {
    usage: `usage: vigie incident ${name} TENANT INCIDENT${shown === "" ? "" : ` ${shown}`}${many ? "…" : ""}${options === "" ? "" : " [options]"}\n\n${does}\n\n  INCIDENT       its id or reference\n${options}${PLATFORM_USAGE}`,
    run: async (args, terminal) => {
      const { values, positionals: [tenant, named, ...rest] } = parseOptions(args, OPTIONS);
      if (tenant === undefined || named === undefined) throw new UsageError("name the organisation, then the incident");
      const missing = words[rest.length];
      if (missing !== undefined && rest.length < words.length - optional) throw new UsageError(`${missing} is missing`);
      if (rest.length > words.length && !many) throw new UsageError("there is too much: put the words into quotes");
      terminal.out.write(textOf(await sendChange<z.infer<typeof Incident>>(platformOf(values), pathOf("tenants", tenant, "incidents", named, ...path), body(rest, values))));
      return EXIT.done;
    },
  };
}

/** `vigie incident open`. */
export const incidentOpen: Command = {
  usage: `usage: vigie incident open TENANT [TITLE] [--alert ALERT]… [options]\n\nOpens an incident: from alerts, which bring what is left out, or from nothing.\n\n  --alert ALERT  id or reference; may stand several times\n  --summary TEXT, --category C, --severity S, --tlp TLP\n${PLATFORM_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals: [tenant, title, more] } = parseOptions(args, OPTIONS);
    if (tenant === undefined) throw new UsageError("name the organisation");
    if (more !== undefined) throw new UsageError("there is too much: put the title into quotes");
    const { alert, summary, category, severity, tlp } = values;
    terminal.out.write(textOf(await sendChange<z.infer<typeof Incident>>(platformOf(values), pathOf("tenants", tenant, "incidents"), given({ title, alerts: alert, summary, category, severity, tlp }))));
    return EXIT.done;
  },
};

export const incidentTake = actCommand({ name: "take", does: "You have it now, for your side.", words: [], body: () => ({}) });
export const incidentSay = actCommand({
  name: "say", path: ["entries"], does: "Writes into the thread.", words: ["TEXT"], options: `  --as TYPE      message, fact, action, decision or call; default: message\n  --advice       it tells the client what to do first\n${SHARED}`,
  body: ([text], values) => given({ text, type: values.as, isAdvice: values.advice, visibility: visibility(values) }),
});
export const incidentStage = actCommand({ name: "stage", does: "Goes to another stage; back, or over some, with a reason.", words: ["STAGE"], options: "  --reason TEXT\n", body: ([stage], { reason }) => given({ stage, reason }) });
export const incidentSeverity = actCommand({ name: "severity", does: "Changes the severity, a level of the organisation's scale.", words: ["SEVERITY", "REASON"], body: ([severity, reason]) => ({ severity, reason }) });
export const incidentWait = actCommand({
  name: "wait", path: ["waiting"], does: "Says on whom it waits: provider, client, team, or nobody.", words: ["ON", "REASON"], optional: 1, options: "  --team NAME    of team: which one\n  --until TIME\n",
  body: ([on, reason], { team, until }) => (on === "nobody" ? { on: null } : given({ on, reason, team, until })),
});
export const incidentQualify = actCommand({ name: "qualify", does: "Says what it turned out to be: true_positive, benign_positive or false_positive.", words: ["VERDICT", "WORDS"], body: ([verdict, words]) => ({ verdict, words }) });
export const incidentClose = actCommand({
  name: "close", does: "Closes it; refused with all that is missing.", words: ["REASON"], options: "  --verdict V    if nobody has said so yet\n  --lessons TEXT what was learned; compulsory for the most severe ones\n  --alerts-as R  the closure reason of alerts that nobody has judged\n",
  body: ([reason], { verdict, lessons, "alerts-as": alertsAs }) => given({ reason, verdict, lessons, alertsAs }),
});
export const incidentReopen = actCommand({ name: "reopen", does: "Opens it again.", words: ["REASON"], body: ([reason]) => ({ reason }) });
export const incidentLink = actCommand({ name: "link", path: ["alerts"], does: "Links alerts to it.", words: ["ALERT"], many: true, body: (alerts) => ({ alerts }) });
export const incidentUnlink = actCommand({ name: "unlink", path: ["alerts", "unlink"], does: "Takes alerts out of it; they are to be qualified again.", words: ["ALERT"], many: true, options: "  --reason TEXT\n", body: (alerts, { reason }) => given({ alerts, reason }) });
export const incidentMerge = actCommand({ name: "merge", does: "Merges others into it: both histories stay.", words: ["OTHER"], many: true, options: "  --reason TEXT\n", body: (others, { reason }) => given({ others, reason }) });
export const incidentSplit = actCommand({
  name: "split", does: "Makes an incident of its own from some alerts and parts.", words: ["TITLE", "REASON"], options: "  --alert ALERT  may stand several times\n  --part PART    number of a part; may stand several times\n",
  body: ([title, reason], { alert, part }) => given({ title, reason, alerts: alert, parts: part?.map(Number) }),
});
export const incidentRelate = actCommand({ name: "relate", path: ["related"], does: "Says that another belongs with it.", words: ["OTHER", "REASON"], options: "  --kind KIND    recurring, same-campaign or other; default: other\n", body: ([other, reason], { kind = "other" }) => ({ other, reason, kind }) });
export const incidentAdd = actCommand({
  name: "add", path: ["parts"], does: "Adds a part: asset, account, indicator, technique or task.", words: ["KIND", "NAME"], options: `  --role ROLE    of an asset or account: victim, source, pivot, witness, target, related, unknown\n  --type TYPE    of an indicator: ip, domain, sha256, …\n  --verdict V    of an indicator: malicious, suspicious, benign, unknown\n  --note TEXT\n${SHARED}`,
  body: ([kind, name], values) => given({ kind, name, role: values.role, type: values.type, verdict: values.verdict, note: values.note, visibility: visibility(values) }),
});
