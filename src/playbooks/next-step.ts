// The next step of the playbook, for pages of alerts and incidents: "Next, 1 of 6: Ask whether a backup job ran".
import { type Alert, categoryOf } from "../alerts/index.ts";
import { incidentFacts } from "../incidents/index.ts";
import type { TenantDb } from "../store/index.ts";
import { concernOf } from "./concern.ts";
import type { Both, Playbook } from "./format/schema.ts";
import { type Concern, proposePlaybooks } from "./propose.ts";
import { selectRunsOf } from "./repo.ts";
import { outcomesAfter } from "./run/moves.ts";
import { countOf, progressOf, type StepProgress } from "./run/progress.ts";

export type NextStep = {
  /** Null: it is proposed, and nobody has started it. */
  readonly run: string | null;
  readonly playbook: { readonly name: string; readonly title: Both };
  readonly step: string;
  readonly number: number;
  readonly of: number;
  readonly text: Both;
};

/** What comes next at an incident: of the run that began last, else of the playbook that fits best. */
export async function nextStepOf(db: TenantDb, incident: string, playbooks: readonly Playbook[]): Promise<NextStep | null> {
  const next = await nextOfRuns(db, incident);
  return next === undefined ? nextProposed(playbooks, concernOf(await incidentFacts(db, incident))) : next;
}

/** The same for an alert: of its incident's run, else of the playbook that fits it best. */
export async function nextStepOfAlert(db: TenantDb, { incident, techniques, tactics }: Pick<Alert, "incident" | "techniques" | "tactics">, playbooks: readonly Playbook[]): Promise<NextStep | null> {
  const next = incident === null ? undefined : await nextOfRuns(db, incident);
  return next === undefined ? nextProposed(playbooks, { techniques, tactics, category: categoryOf(techniques, tactics) }) : next;
}

/** Undefined: none is at work; null: nobody has to do anything in those that are. */
async function nextOfRuns(db: TenantDb, incident: string): Promise<NextStep | null | undefined> {
  const runs = (await selectRunsOf(db, incident)).filter(({ state }) => state === "running");
  if (runs.length === 0) return undefined;
  const all = runs.map((run) => nextIn(run.playbook, progressOf(run.playbook, outcomesAfter(run.moves)), run.id));
  return all.find((next) => next !== null) ?? null;
}

function nextProposed(playbooks: readonly Playbook[], concern: Concern): NextStep | null {
  const [best] = proposePlaybooks(playbooks, concern);
  return best === undefined ? null : nextIn(best.playbook, progressOf(best.playbook, new Map()), null);
}

function nextIn(playbook: Playbook, all: readonly StepProgress[], run: string | null): NextStep | null {
  const now = all.find(({ status }) => status === "now") ?? all.find(({ status }) => status === "waiting");
  if (now === undefined) return null;
  const on = all.filter(({ status }) => status !== "off-branch");
  const { of } = countOf(all);
  const number = on.indexOf(now) + 1;
  const { en, fr } = now.step.title;
  return { run, playbook: { name: playbook.name, title: playbook.title }, step: now.step.id, number, of, text: { en: `Next, ${number} of ${of}: ${en}`, fr: `Ensuite, ${number} sur ${of} : ${fr}` } };
}
