// Several alerts that are one: detections move, both histories stay, the numbers lead to the one that is left.
import { type Caller, DomainError } from "../../core/index.ts";
import { stopAlertClocks } from "../clocks-of-alerts.ts";
import { joinFacts } from "../score/facts.ts";
import { scored } from "../raise/gather.ts";
import { alertsNamed, type AlertsDb, moveDetections } from "../repo.ts";
import type { Alert } from "../alert.ts";
import { updateSum } from "./repo.ts";
import { act, type Outcome, withDues } from "./act.ts";

/** Merges alerts into another, which must be open; the score is computed anew of all. */
export async function mergeAlerts(db: AlertsDb, caller: Caller, alerts: readonly string[], { into: name, comment }: { readonly into: string; readonly comment?: string | undefined }): Promise<Outcome & { readonly into: Alert }> {
  const found = await alertsNamed(db, [...alerts, name], { forUpdate: true });
  const into = found.get(name);
  if (into === undefined) throw new DomainError("not_found", `There is no alert ${name} here.`);
  if (into.status === "closed") throw new DomainError("conflict", `${into.ref} is closed: reopen it first, or merge into one that is open.`);
  if (alerts.some((one) => found.get(one)?.id === into.id)) throw new DomainError("invalid", `${into.ref} cannot be merged into itself.`);
  const outcome = await act(db, caller, alerts, {
    move: { verb: "merge", into: into.id }, change: () => ({}), action: "alert.merged", reason: comment, details: { into: into.id, intoRef: into.ref },
    tells: { kind: "alert.merged", details: { into: into.id } }, entry: { type: "action", text: `Merged into ${into.ref}.` },
  });
  const taken = outcome.done;
  if (taken.length === 0) return { ...outcome, into };
  await moveDetections(db, taken.map(({ id }) => id), into.id, caller.now);
  const all = [into, ...taken];
  const sum = scored({
    ...into, detections: all.reduce((n, one) => n + one.detections, 0), repeated: all.reduce((n, one) => n + one.repeated, 0), changedAt: caller.now,
    firstTime: new Date(Math.min(...all.map(({ firstTime }) => firstTime.getTime()))), lastTime: new Date(Math.max(...all.map(({ lastTime }) => lastTime.getTime()))),
    techniques: [...new Set(all.flatMap(({ techniques }) => techniques))].toSorted(), tactics: [...new Set(all.flatMap(({ tactics }) => tactics))].toSorted(),
  }, all.map(({ scoreFacts }) => scoreFacts).reduce(joinFacts));
  await updateSum(db, sum);
  const dues = await stopAlertClocks(db, taken.map(({ id }) => id), { phases: ["acknowledge", "qualify"], by: "alert.merged", now: caller.now, isCancelled: true });
  return { ...withDues(outcome, dues), into: sum };
}
