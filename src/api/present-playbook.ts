import type { z } from "zod";
import type { IncidentPlaybooks, Playbook, PlaybookRow, PlaybookRun, PlaybookRunRow } from "../contract/playbooks.ts";
import { type Both, countOf, type NextStep, outcomesAfter, type Playbook as Text, type PlaybookProposal, progressOf, type Run, type RunPage, SECTIONS, type ShownStep, type Step, stepsOf } from "../playbooks/index.ts";
import { stateWords } from "../requests/index.ts";
import { iso, isoOrNull } from "./routes.ts";

const TITLES: Readonly<Record<(typeof SECTIONS)[number], Both>> = {
  understand: { en: "Understand", fr: "Comprendre" }, contain: { en: "Contain", fr: "Contenir" }, recover: { en: "Remove and recover", fr: "Éradiquer et rétablir" }, learn: { en: "Learn", fr: "Tirer les leçons" },
};

/** As lists have it. */
export const presentPlaybookRow = (playbook: Text): z.infer<typeof PlaybookRow> => ({
  name: playbook.name, version: playbook.version, title: playbook.title, summary: playbook.summary, steps: stepsOf(playbook).length, categories: [...playbook.for.categories], techniques: playbook.for.techniques.map(upper), tags: [...playbook.for.tags],
  autostart: (playbook.autostart?.techniques ?? []).map(upper),
});

const upper = (technique: string): string => technique.toUpperCase();

/** The whole text. */
export const presentPlaybook = (playbook: Text): z.infer<typeof Playbook> => ({
  ...presentPlaybookRow(playbook), done: [...playbook.done], sections: SECTIONS.map((key) => ({ key, title: TITLES[key], done: [...playbook.sections[key].done], steps: playbook.sections[key].steps.map(textStep) })),
});

const textStep = (step: Step): z.infer<typeof Playbook>["sections"][number]["steps"][number] => ({
  id: step.id, kind: step.kind, title: step.title, text: step.text ?? null, when: Object.entries(step.when ?? {}).map(([name, outcomes]) => ({ step: name, outcomes: [...outcomes] })),
  by: step.kind === "question" ? step.to : step.kind === "decision" ? step.by : null, choices: choicesOf(step), query: "hunt" in step ? (step.hunt?.query ?? null) : null,
  action: step.kind === "request" ? step.action : null, steps: step.kind === "request" ? [...step.steps] : [], minutes: step.kind === "approval" ? step.minutes : step.kind === "request" ? step.approval.minutes : null,
  default: defaultOf(step), waitsFor: step.kind === "wait" ? [...step.for] : [],
});

const choicesOf = (step: Step) => ("choices" in step ? Object.entries(step.choices).map(([key, text]) => ({ key, text })) : []);
const defaultOf = (step: Step) => (step.kind === "approval" ? step.default : step.kind === "request" ? step.approval.default : null);

/** A run in the list of its incident. */
export const presentRunRow = (run: Run, progress = countOf(progressOf(run.playbook, outcomesAfter(run.moves)))): z.infer<typeof PlaybookRunRow> => ({
  id: run.id, playbook: { name: run.playbook.name, version: run.playbook.version, title: run.playbook.title }, state: run.state, isAutomatic: run.isAutomatic, startedAt: iso(run.startedAt), startedBy: run.startedBy,
  ended: run.ended === null ? null : { at: iso(run.ended.at), by: run.ended.by, reason: run.ended.reason }, progress: { ...progress },
});

/** The page of a run; `newest`: the version that would begin now. */
export function presentRun({ run, ref, progress, sections, next, canFinish, canUndo }: RunPage, newest: number | null): z.infer<typeof PlaybookRun> {
  return {
    ...presentRunRow(run, progress), incident: { id: run.incident, ref }, language: run.language, revision: run.revision, newest, done: [...run.playbook.done],
    sections: sections.map(({ key, done, isDone, steps }) => ({ key, title: TITLES[key], done: [...done], isDone, steps: steps.map(runStep) })),
    next: next === null ? null : { step: next.step.id, number: next.number, of: progress.of, text: next.step.title }, canFinish, canUndo,
  };
}

const runStep = ({ step, number, status, outcome, below, hunt, targets, requests, note, at, by, deadline, verbs }: ShownStep): z.infer<typeof PlaybookRun>["sections"][number]["steps"][number] => ({
  id: step.id, number, kind: step.kind, title: step.title, text: step.text ?? null, status, outcome, below, choices: choicesOf(step), action: step.kind === "request" ? step.action : null, targets: [...targets],
  requests: requests.map((request) => ({ id: request.id, ref: request.ref, title: request.title, state: request.state, stateWords: stateWords(request), team: request.routed.name, held: request.held })),
  hunt: hunt === null ? null : { query: hunt.query, missing: [...hunt.missing], since: iso(hunt.since), until: iso(hunt.until) }, note, at: isoOrNull(at), by, deadline: isoOrNull(deadline), default: defaultOf(step), verbs: [...verbs],
});

export const presentProposal = ({ playbook, points, why }: PlaybookProposal): z.infer<typeof IncidentPlaybooks>["proposals"][number] => ({ playbook: presentPlaybookRow(playbook), points, why: [...why] });

export const presentNext = (next: NextStep | null): z.infer<typeof IncidentPlaybooks>["next"] => (next === null ? null : { ...next, playbook: { ...next.playbook } });
