// Work that a step asks of teams: a request for each target. What may go out without a person is decided where requests are.
import type { IncidentFacts } from "../../incidents/index.ts";
import { DomainError, systemCaller } from "../../core/index.ts";
import { cancelRequest, findRequest, listRequests, makeRequest, platformAsker, type Request, sendAlone } from "../../requests/index.ts";
import type { TenantDb } from "../../store/index.ts";
import type { Both, StepOf } from "../format/schema.ts";
import { lastMoveOf } from "../run/moves.ts";
import type { Language, Run } from "../run/run.ts";
import { type StepTarget, targetsOf } from "./targets.ts";

export type AskDeps = { readonly newId: () => string };

/** More than this of one step is for people to decide. */
const MOST_TARGETS = 50;

/** Why a step can ask nobody now; undefined: it can. */
export function hindrance(step: StepOf<"request">, targets: readonly StepTarget[]): Both | undefined {
  if (targets.length > MOST_TARGETS) return { en: `The incident has ${targets.length} of them, and a step asks for ${MOST_TARGETS} at most: take out those that do not belong there, or make the requests by hand.`, fr: `L’incident en compte ${targets.length}, et une étape en demande au plus ${MOST_TARGETS} : retirez ceux qui n’y ont pas leur place, ou faites les demandes à la main.` };
  if (targets.length > 0) return undefined;
  const { en, fr } = NOUNS[step.each.kind];
  return { en: `The incident has no such ${en} yet: add it there with its role or type, then take this step.`, fr: `L’incident n’a pas encore de ${fr} de ce genre : ajoutez-le avec son rôle ou son type, puis faites cette étape.` };
}

const NOUNS = { asset: { en: "asset", fr: "actif" }, account: { en: "account", fr: "compte" }, indicator: { en: "indicator", fr: "indicateur" } } as const;

/** Makes the requests of a step and sends those that the client agreed to beforehand; gives their ids. Where the same is asked for already, that one is taken. */
export async function askTeams(db: TenantDb, run: Run, step: StepOf<"request">, { facts, now, newId }: AskDeps & { readonly facts: IncidentFacts; readonly now: Date }): Promise<readonly string[]> {
  const platform = platformAsker(systemCaller("playbooks", now));
  const targets = targetsOf(step, facts);
  if (hindrance(step, targets) !== undefined) return [];
  const open = (await listRequests(db, platform, { view: "open", incident: run.incident, limit: 200 })).requests;
  const ids: string[] = [];
  for (const target of targets) {
    const same = open.find((one) => one.action === step.action && one.target.name.toLowerCase() === target.name.toLowerCase());
    ids.push(same === undefined ? await askOne(db, run, step, { facts, target, now, id: newId() }) : same.id);
  }
  return ids;
}

async function askOne(db: TenantDb, run: Run, step: StepOf<"request">, { facts: { incident, alerts }, target, now, id }: { readonly facts: IncidentFacts; readonly target: StepTarget; readonly now: Date; readonly id: string }): Promise<string> {
  const platform = platformAsker(systemCaller("playbooks", now));
  const say = (text: Both | undefined): string | null => (text === undefined ? null : filled(text, run.language, target.name));
  const proof = say(step.proof);
  const { isChosen: _, ...object } = target;
  const draft = {
    id, incident: { id: incident.id, ref: incident.ref }, alerts: alerts.map(({ alert }) => alert.id).slice(0, 100), severity: incident.severity, action: step.action, target: object,
    title: (say(step.title) ?? "").slice(0, 200), steps: step.steps.map((one) => say(one) ?? ""), care: say(step.care), why: say(step.why), ...(proof === null ? {} : { proofs: [{ check: "manual" as const, how: proof.slice(0, 1000) }] }), playbook: `${run.id}/${step.id}`,
  };
  await makeRequest(db, platform, draft).catch((error: unknown) => {
    // Taken out of the inventory since: the team is told the name.
    if (!(error instanceof DomainError) || error.code !== "not_found") throw error;
    return makeRequest(db, platform, { ...draft, target: { ...object, asset: null } });
  });
  const { minutes, default: lapse } = step.approval;
  await sendAlone(db, platform, id, { confirmed: target.isChosen ? confirmation(run, step) : undefined, approval: { deadline: new Date(now.getTime() + minutes * 60_000), default: lapse } });
  return id;
}

const filled = (text: Both, language: Language, target: string): string => text[language].replaceAll("{target}", () => target);

/** Who said that the conditions of an agreement are met: "Analyst A.: Malware is confirmed (Is it malware?)". The platform itself cannot say so. */
function confirmation({ playbook, moves, language }: Run, { confirmed }: StepOf<"request">): string | undefined {
  const move = confirmed === undefined ? undefined : lastMoveOf(moves, confirmed);
  const step = Object.values(playbook.sections).flatMap(({ steps }) => steps).find(({ id }) => id === confirmed);
  if (move === undefined || move.side === "system" || step === undefined || !("choices" in step)) return undefined;
  const choice = step.choices[move.outcome];
  return choice === undefined ? undefined : `${move.who}: ${choice[language]} (${step.title[language]})`;
}

/** The requests of a step, as they are now. */
export async function requestsOf(db: TenantDb, ids: readonly string[], now: Date): Promise<readonly Request[]> {
  const platform = platformAsker(systemCaller("playbooks", now));
  const found: Request[] = [];
  for (const id of ids) found.push(await findRequest(db, platform, id));
  return found;
}

/** Takes back drafts of a run that nobody has seen yet; refuses what went out. What others had asked for already stays. */
export async function takeBack(db: TenantDb, run: Run, ids: readonly string[], now: Date): Promise<void> {
  const requests = (await requestsOf(db, ids, now)).filter(({ origin }) => origin.id?.startsWith(`${run.id}/`) === true);
  const out = requests.filter(({ state }) => state !== "draft" && state !== "cancelled" && state !== "refused");
  if (out.length > 0) throw new DomainError("conflict", `${out.map(({ ref }) => ref).join(", ")} was asked for because of that: cancel it first, then undo.`);
  for (const { id, state } of requests) if (state === "draft") await cancelRequest(db, platformAsker(systemCaller("playbooks", now)), id, { reason: "The step that asked for it was undone." });
}
