import { clocksOf, nextOf, type NextDue, type Reading } from "../../clocks/index.ts";
import { DomainError } from "../../core/index.ts";
import { type Incident, incidentsOf } from "../../incidents/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { type Subject, subjectKey } from "../../timeline/index.ts";
import { selectSuspicion, selectSuspicions } from "./repo.ts";
import type { Suspicion } from "./suspicion.ts";

/** A suspicion with the clocks of its incident. */
export type ShownSuspicion = { readonly suspicion: Suspicion; readonly clocks: readonly Reading[]; readonly due: NextDue | null };

/** One, by its id or the reference of its incident. */
export async function showSuspicion(db: TenantDb, named: string, now: Date): Promise<ShownSuspicion> {
  const [shown] = await withClocks(db, [await getSuspicion(db, named)], now);
  if (shown === undefined) throw new Error("a suspicion lost its clocks");
  return shown;
}

/** A page of them, the newest first; `declared`: those that the provider has not taken up. */
export const listSuspicions = async (db: TenantDb, query: { readonly declared: boolean; readonly after?: string | undefined; readonly limit: number }, now: Date): Promise<readonly ShownSuspicion[]> => withClocks(db, await selectSuspicions(db, query), now);

/** A suspicion, or a refusal. */
export async function getSuspicion(db: TenantDb, named: string, lock = false): Promise<Suspicion> {
  const found = await selectSuspicion(db, named, lock);
  if (found === undefined) throw new DomainError("not_found", `There is no suspicion ${named} here.`);
  return found;
}

const incidentOf = ({ incident: { id } }: Suspicion): Subject => ({ kind: "incident", id });

async function withClocks(db: TenantDb, suspicions: readonly Suspicion[], now: Date): Promise<readonly ShownSuspicion[]> {
  const clocks = await clocksOf(db, suspicions.map(incidentOf), now);
  const incidents = new Map((await incidentsOf(db, suspicions.map(({ incident }) => incident.id))).map((incident) => [incident.id, incident]));
  const survivors = new Map((await incidentsOf(db, [...incidents.values()].flatMap(({ mergedInto }) => mergedInto ?? []))).map(({ id, ref }) => [id, ref]));
  return suspicions.map((suspicion) => {
    const own = clocks.get(subjectKey(incidentOf(suspicion))) ?? [];
    const incident = incidents.get(suspicion.incident.id);
    const after = incident === undefined ? suspicion : endedBy(acknowledgedBy(suspicion, own), incident, survivors.get(incident.mergedInto ?? ""));
    return { suspicion: after, clocks: own, due: nextOf(own) };
  });
}

/** Who takes the incident has acknowledged what it began with: its clock says so. */
function acknowledgedBy(suspicion: Suspicion, clocks: readonly Reading[]): Suspicion {
  const clock = clocks.find(({ phase }) => phase === "acknowledge");
  if (suspicion.state !== "declared" || clock === undefined || clock.stoppedAt === null) return suspicion;
  return { ...suspicion, state: "acknowledged", decided: { at: clock.stoppedAt, by: clock.stoppedBy ?? "", words: null } };
}

/** Who merges or closes the incident by its own verbs says what the suspicion was. */
function endedBy(suspicion: Suspicion, { stage, closedAt, changedAt, closedReason, verdict }: Incident, survivor: string | undefined): Suspicion {
  if (stage !== "closed" || suspicion.state === "refused" || suspicion.state === "merged") return suspicion;
  const decided = { at: closedAt ?? changedAt, by: verdict?.by ?? suspicion.decided?.by ?? "", words: closedReason ?? verdict?.words ?? null };
  return survivor === undefined ? { ...suspicion, state: "closed", decided } : { ...suspicion, state: "merged", mergedInto: survivor, decided };
}
