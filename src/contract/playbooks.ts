// Playbooks: what is done at an incident, step by step, by whom.
import { z } from "zod";
import { RequestAction, RequestState } from "./requests.ts";
import { Reason, TenantPath, Time } from "./shared.ts";

const Name = z.string().min(1).max(60);
const Id = z.string().min(1).max(100);
const Words = z.string().trim().min(3).max(2000);
const Both = z.object({ en: z.string(), fr: z.string() });
const Key = z.enum(["understand", "contain", "recover", "learn"]);
const Kind = z.enum(["do", "question", "decision", "request", "approval", "wait"]);

export const PlaybookPath = z.strictObject({ playbook: Name });
export const RunPath = TenantPath.extend({ playbookRun: Id });
export const RunStepPath = RunPath.extend({ step: Name });
export const IncidentPlaybooksPath = TenantPath.extend({ incident: Id.describe("id or reference") });

/** A playbook in a list. */
export const PlaybookRow = z
  .object({ name: Name, version: z.int(), title: Both, summary: Both, steps: z.int(), categories: z.array(z.string()), techniques: z.array(z.string()), tags: z.array(z.string()), autostart: z.array(z.string()).describe("techniques at which it begins by itself, where the provider handles the incident") })
  .meta({ id: "PlaybookRow" });
export const PlaybookList = z.object({ playbooks: z.array(PlaybookRow) });

const Choice = z.object({ key: z.string(), text: Both });
const TextStep = z.object({
  id: Name, kind: Kind, title: Both, text: Both.nullable(), when: z.array(z.object({ step: Name, outcomes: z.array(z.string()) })), by: z.enum(["analyst", "client"]).nullable(), choices: z.array(Choice),
  query: z.string().nullable().describe("with placeholders"), action: RequestAction.nullable(), steps: z.array(Both).describe("what the team reads"), minutes: z.int().nullable(), default: z.enum(["approve", "refuse", "do-nothing"]).nullable(), waitsFor: z.array(Name),
});
export const Playbook = PlaybookRow.extend({ done: z.array(Both), sections: z.array(z.object({ key: Key, title: Both, done: z.array(Both), steps: z.array(TextStep) })) }).meta({ id: "Playbook" });

const StepRequest = z.object({ id: Id, ref: z.string(), title: z.string(), state: RequestState, stateWords: z.string(), team: z.string().nullable(), held: z.string().nullable() });
const RunStep = z.object({
  id: Name, number: z.int().describe("among those that the reader sees"), kind: Kind, title: Both, text: Both.nullable(),
  status: z.enum(["done", "skipped", "off-branch", "waiting", "now", "not-reached"]).describe("off-branch: the answers lead past it"), outcome: z.string().nullable(), below: Both.describe("the line below the title"),
  choices: z.array(Choice), action: RequestAction.nullable(), targets: z.array(z.string()), requests: z.array(StepRequest),
  hunt: z.object({ query: z.string().nullable().describe("null: `missing` is not known of the incident yet"), missing: z.array(z.string()), since: Time, until: Time }).nullable(),
  note: z.string().nullable(), at: Time.nullable(), by: z.string().nullable(), deadline: Time.nullable(), default: z.enum(["approve", "refuse", "do-nothing"]).nullable(),
  verbs: z.array(z.enum(["do", "skip", "answer", "decide", "approve", "refuse"])).describe("what the caller's side may do now"),
});

const State = z.enum(["running", "finished", "stopped"]);
export const PlaybookRunRow = z
  .object({ id: Id, playbook: z.object({ name: Name, version: z.int(), title: Both }), state: State, isAutomatic: z.boolean().describe("began by itself"), startedAt: Time, startedBy: z.string(), ended: z.object({ at: Time, by: z.string(), reason: z.string().nullable() }).nullable(), progress: z.object({ done: z.int(), of: z.int() }) })
  .meta({ id: "PlaybookRunRow" });
export const PlaybookRun = PlaybookRunRow.extend({
  incident: z.object({ id: Id, ref: z.string() }), language: z.enum(["en", "fr"]), revision: z.int(), newest: z.int().nullable().describe("the version that would begin now; the run keeps its own"), done: z.array(Both),
  sections: z.array(z.object({ key: Key, title: Both, done: z.array(Both), isDone: z.boolean(), steps: z.array(RunStep) })),
  next: z.object({ step: Name, number: z.int(), of: z.int(), text: Both }).nullable().describe("what the caller's side has to do first"),
  canFinish: z.boolean(), canUndo: z.boolean(),
}).meta({ id: "PlaybookRun" });

const NextStep = z.object({ run: Id.nullable().describe("null: nobody has started it"), playbook: z.object({ name: Name, title: Both }), step: Name, number: z.int(), of: z.int(), text: Both }).nullable();
export const IncidentPlaybooks = z.object({
  runs: z.array(PlaybookRunRow),
  proposals: z.array(z.object({ playbook: PlaybookRow, points: z.int(), why: z.array(Both) })).describe("that fit and are not at work, the best first"),
  next: NextStep,
});

export const StartPlaybook = z.strictObject({ playbook: Name, language: z.enum(["en", "fr"]).default("fr").describe("in which teams read its requests") });
export const DoStep = z.strictObject({ note: Words.optional().describe("for the own side") });
export const SkipStep = z.strictObject({ reason: Reason });
export const ChooseStep = z.strictObject({ choice: z.string().min(1).max(40), note: Words.optional().describe("by the provider for the client: who said it, and how they were reached") });
export const ApproveStep = z.strictObject({ note: Words.optional() });
export const RefuseStep = z.strictObject({ reason: Reason });
export const UndoStep = z.strictObject({ reason: Reason.optional() });
export const FinishRun = z.strictObject({ note: Words.optional() });
export const StopRun = z.strictObject({ reason: Reason });
