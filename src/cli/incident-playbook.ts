// Playbooks at work on an incident: what fits, what is to be done next, and the verbs of steps.
import type { z } from "zod";
import type { IncidentPlaybooks, PlaybookRun } from "../contract/playbooks.ts";
import { type Command, EXIT, parseOptions, UsageError } from "./command.ts";
import { getAnswer, pathOf, type Platform, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, sendChange } from "./platform-client.ts";
import { escaped, plain } from "./terminal-text.ts";

type Run = z.infer<typeof PlaybookRun>;
type Work = { readonly platform: Platform; readonly tenant: string; readonly incident: string; readonly words: readonly string[]; readonly note: string | undefined; readonly named: string | undefined };

const USAGE = `usage: vigie incident playbook TENANT INCIDENT [VERB …] [--run ID] [--note TEXT] [--json]

Without a verb: the playbooks at work on an incident, with their steps, or those that fit it. Verbs:

  start NAME          start a playbook
  do STEP             it is done
  skip STEP REASON    leave it out
  answer STEP CHOICE  answer a question; for the client with --note: who said it, and how they were reached
  decide STEP CHOICE  decide
  approve STEP        the client agrees
  refuse STEP REASON  the client does not
  undo                take back what was done last
  finish              all is done
  stop REASON         it does not fit, or is not needed any more

  INCIDENT       its id or reference
  --run ID       which one, if several are at work
  --json         the whole answer
${PLATFORM_USAGE}`;

/** `vigie incident playbook`. */
export const incidentPlaybook: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, run: { type: "string" }, note: { type: "string" }, json: { type: "boolean" } });
    const [tenant, incident, verb, ...words] = positionals;
    if (tenant === undefined || incident === undefined) throw new UsageError("name the organisation, then the incident");
    const work: Work = { platform: platformOf(values), tenant, incident, words, note: values.note, named: values.run };
    const shown = verb === undefined ? await show(work) : await act(work, verb);
    const text = "runs" in shown ? proposalText(shown) : runText(shown);
    terminal.out.write(values.json === true ? `${escaped(JSON.stringify(shown))}\n` : text);
    return EXIT.done;
  },
};

const ofIncident = ({ platform, tenant, incident }: Work): Promise<z.infer<typeof IncidentPlaybooks>> => getAnswer(platform, pathOf("tenants", tenant, "incidents", incident, "playbooks"));

async function show(work: Work): Promise<Run | z.infer<typeof IncidentPlaybooks>> {
  const all = await ofIncident(work);
  const running = all.runs.find(({ id, state }) => (work.named === undefined ? state === "running" : id === work.named));
  return running === undefined ? all : getAnswer(work.platform, pathOf("tenants", work.tenant, "playbook-runs", running.id));
}

async function act(work: Work, verb: string): Promise<Run> {
  const { platform, tenant, incident, words: [first, second, more], note } = work;
  const withNote = note === undefined ? {} : { note };
  if (more !== undefined) throw new UsageError("there is too much: put the words into quotes");
  if (verb === "start") return sendChange(platform, pathOf("tenants", tenant, "incidents", incident, "playbooks"), { playbook: given(first, "NAME") });
  const parts = ["tenants", tenant, "playbook-runs", await runOf(work)];
  if (verb === "undo" || verb === "finish") return sendChange(platform, pathOf(...parts, verb), verb === "finish" ? withNote : {});
  if (verb === "stop") return sendChange(platform, pathOf(...parts, verb), { reason: given(first, "REASON") });
  const step = pathOf(...parts, "steps", given(first, "STEP"), verb);
  switch (verb) {
    case "do":
    case "approve": return sendChange(platform, step, withNote);
    case "skip":
    case "refuse": return sendChange(platform, step, { reason: given(second, "REASON") });
    case "answer":
    case "decide": return sendChange(platform, step, { choice: given(second, "CHOICE"), ...withNote });
    default: throw new UsageError(`"${verb}" is no verb of a playbook`);
  }
}

function given(word: string | undefined, name: string): string {
  if (word === undefined) throw new UsageError(`${name} is missing`);
  return word;
}

async function runOf(work: Work): Promise<string> {
  if (work.named !== undefined) return work.named;
  const running = (await ofIncident(work)).runs.filter(({ state }) => state === "running");
  const [only, other] = running;
  if (only === undefined) throw new UsageError("no playbook is at work there: start one");
  if (other !== undefined) throw new UsageError(`several are at work: --run ${running.map(({ id, playbook }) => `${id} (${playbook.name})`).join(", ")}`);
  return only.id;
}

const proposalText = ({ runs, proposals }: z.infer<typeof IncidentPlaybooks>): string =>
  `${[
    ...runs.map(({ id, playbook, state, progress }) => `${playbook.title.en}, version ${playbook.version}: ${state}, ${progress.done} of ${progress.of}  (${id})`),
    ...proposals.map(({ playbook, why }) => `${playbook.name}: ${playbook.title.en}. ${why.map(({ en }) => en).join(" ")}`),
    ...(runs.length + proposals.length === 0 ? ["no playbook fits: vigie playbooks lists them"] : []),
  ].map(plain).join("\n")}\n`;

const MARKS = { done: "x", skipped: "-", "off-branch": " ", waiting: "…", now: ">", "not-reached": " " } as const;

function runText({ playbook, state, progress, incident, sections, next }: Run): string {
  const lines = sections.filter(({ steps }) => steps.length > 0).flatMap(({ title, steps }) => [
    title.en,
    ...steps.filter(({ status }) => status !== "off-branch").flatMap(({ id, status, title: name, below, choices, verbs, hunt }) => [
      `  [${MARKS[status]}] ${id}: ${name.en.replaceAll("{target}", "…")}`, `      ${below.en}`,
      ...(verbs.length > 0 && choices.length > 0 ? [`      ${choices.map(({ key, text }) => `${key} = ${text.en}`).join(", ")}`] : []),
      ...(status === "now" && hunt?.query !== null && hunt?.query !== undefined ? [`      hunt: ${hunt.query}`] : []),
    ]),
  ]);
  const head = `${playbook.title.en}, version ${playbook.version}, at ${incident.ref}: ${state}, ${progress.done} of ${progress.of}`;
  return `${[head, ...lines, ...(next === null ? [] : [`Next, ${next.number} of ${next.of}: ${next.text.en}`])].map(plain).join("\n")}\n`;
}
