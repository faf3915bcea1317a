import { type Caller, DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { listEntries, moveEntries } from "../../timeline/index.ts";
import { act, lockIncident, subjectOf } from "../act.ts";
import { factsFor } from "../alerts/link.ts";
import { linksOf, moveLinks } from "../alerts/repo.ts";
import { attachmentsOf, moveAttachments } from "../attachments/repo.ts";
import type { Incident } from "../incident.ts";
import { openIncident } from "../open.ts";
import { partsOf, moveParts } from "../parts/repo.ts";
import { upsertRelation } from "./repo.ts";

/** What goes to the new incident. */
export type Splitting = { readonly title: string; readonly reason: string; readonly alerts: readonly string[]; readonly parts: readonly number[]; readonly attachments: readonly number[]; readonly entries: readonly number[] };

/** Makes an incident of its own from some alerts, parts, files and entries of another; the two stay related. */
export async function splitIncident(db: TenantDb, caller: Caller, name: string, { title, reason, alerts, parts, attachments, entries }: Splitting): Promise<{ readonly from: Incident; readonly to: Incident }> {
  const from = await lockIncident(db, name);
  if (alerts.length + parts.length === 0) throw new DomainError("invalid", "Say which alerts or parts go to the new incident.");
  const moved = (await factsFor(db, alerts)).map(({ alert }) => alert);
  await refuseStrangers(db, caller, from, { alerts: moved.map(({ id }) => id), parts, attachments, entries });
  const { category, severity, severityReasons, tlp, pap, origin } = from;
  const { id, ref } = await openIncident(db, caller, { title, category, severity, severityReasons, tlp, pap, origin, occurredAt: from.occurredAt ?? undefined });
  const to = { id };
  await moveLinks(db, from.id, id, moved.map((alert) => alert.id));
  await moveParts(db, { from: from.id, to: id, ids: parts, at: caller.now, by: caller.who, reason: `there already when ${from.ref} was split` });
  await moveAttachments(db, from.id, id, attachments);
  if (entries.length > 0) await moveEntries(db, subjectOf(from), subjectOf(to), entries);
  await upsertRelation(db, from.id, { incident: id, kind: "split", reason, at: caller.now, by: caller.who });
  const alertRefs = moved.map((alert) => alert.ref);
  return {
    from: await act(db, caller, from.id, { action: "incident.split", tells: "incident.changed", reason, details: { into: ref, alerts: alertRefs }, change: () => ({}), entry: { type: "action", text: `Split into ${ref}: ${reason}` } }),
    to: await act(db, caller, id, { action: "incident.split-off", tells: "incident.changed", reason, details: { from: from.ref, alerts: alertRefs }, change: () => ({ detectedAt: from.detectedAt }), entry: { type: "action", text: `Split off ${from.ref}: ${reason}` } }),
  };
}

/** Refuses what the incident does not have, or the caller does not see. */
async function refuseStrangers(db: TenantDb, { side }: Caller, { id, ref }: Incident, { alerts, parts, attachments, entries }: Pick<Splitting, "alerts" | "parts" | "attachments" | "entries">): Promise<void> {
  const has = {
    alert: new Set<string | number>((await linksOf(db, [id])).map(({ alert }) => alert)),
    part: new Set<string | number>((await partsOf(db, [id], side)).map((part) => part.id)),
    file: new Set<string | number>((await attachmentsOf(db, [id], side)).map((file) => file.id)),
    entry: new Set<string | number>(await entryIds(db, id, side)),
  };
  const asked = { alert: alerts, part: parts, file: attachments, entry: entries };
  const strangers = (Object.keys(has) as (keyof typeof has)[]).flatMap((kind) => asked[kind].filter((one) => !has[kind].has(one)).map((one) => `${kind} ${one}`));
  if (strangers.length > 0) throw new DomainError("not_found", `${ref} has no ${strangers.join(", ")}.`);
}

const PAGE = 1_000;

async function entryIds(db: TenantDb, incident: string, side: Caller["side"]): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let after: number | undefined; ; after = ids.at(-1)) {
    const page = await listEntries(db, { subjects: [{ kind: "incident", id: incident }], side, after, limit: PAGE });
    ids.push(...page.map(({ id }) => id));
    if (page.length < PAGE) return ids;
  }
}
