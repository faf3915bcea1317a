import { sql, type Selectable } from "kysely";
import type { Proof } from "../contract/request-proofs.ts";
import { numberOfRef, refOf, storableJson, storableText, type SystemDb, type Tables, tenantCode, type TenantDb } from "../store/index.ts";
import type { Approval, Asker, Move, Request, Verification } from "./request.ts";
import { UNSENT } from "./states.ts";

type Row = Selectable<Tables["request"]>;

/** Stores a new request. */
export const insertRequest = async (db: TenantDb, request: Request): Promise<void> => {
  const { id, number, incident, alerts, severity, action, target, origin, madeBy, madeAt } = request;
  const fixed = {
    tenant_id: db.tenant, id, number, incident_id: incident.id, incident_ref: incident.ref, alerts, severity, action, target_kind: target.kind, target: storableText(target.name), asset_id: target.asset,
    origin: origin.kind, origin_id: origin.id, made_by: storableText(madeBy), made_at: madeAt,
  };
  await db.sql.insertInto("request").values({ ...fixed, ...columnsOf(request), changed_at: madeAt }).execute();
};

/** Writes a request as it is now. The caller holds its row. */
export const updateRequest = async (db: TenantDb, request: Request, now: Date): Promise<void> => {
  await db.sql.updateTable("request").set({ ...columnsOf(request), changed_at: now }).where("tenant_id", "=", db.tenant).where("id", "=", request.id).execute();
};

function columnsOf({ target, title, steps, place, care, why, proofs, routed, state, since, version, releasedBy, aloneAt, held, approval, questionAt, planned, dueAt, sentAt, claimedAt, verification, checkAt, checkUntil }: Request) {
  return {
    asset_criticality: target.criticality, title: storableText(title), steps: steps.map(storableText), place: textOrNull(place), care: textOrNull(care), why: textOrNull(why), proofs: storableJson(proofs),
    team_id: routed.team, team_name: routed.name, team_by: routed.by, team_reason: routed.reason, state, state_since: since, version, released_by: releasedBy, alone_at: aloneAt, held,
    approval: jsonOrNull(approval), approval_deadline: approval === null ? null : new Date(approval.deadline), question_at: questionAt, planned: jsonOrNull(planned), due_at: dueAt, sent_at: sentAt, claimed_at: claimedAt,
    verification: jsonOrNull(verification), check_at: checkAt, check_until: checkUntil,
  };
}

const textOrNull = (text: string | null): string | null => (text === null ? null : storableText(text));
const jsonOrNull = (value: object | null): string | null => (value === null ? null : storableJson(value));

/** The requests that somebody may see. The row filter of teams is here, and nowhere else. */
export function visibleRequests(db: TenantDb, { side, sees }: Pick<Asker, "side" | "sees">) {
  let query = db.sql.selectFrom("request").innerJoin("tenant", "tenant.id", "request.tenant_id").selectAll("request").select("tenant.code").where("request.tenant_id", "=", db.tenant);
  // Drafts are the provider's own.
  if (side === "client") query = query.where("state", "!=", "draft");
  if (sees === "all") return query;
  return query
    .where("state", "not in", [...UNSENT])
    .where("sent_at", "is not", null)
    .where(sql<boolean>`team_id in (select m.team_id from team_member m where m.tenant_id = ${db.tenant} and m.person_id = ${sees.person})`);
}

/** One request by id or reference, if the asker may see it; `lock` makes others that change it wait. */
export async function selectRequest(db: TenantDb, asker: Pick<Asker, "side" | "sees">, idOrRef: string, lock: boolean): Promise<Request | undefined> {
  const ref = numberOfRef("request", idOrRef);
  let query = visibleRequests(db, asker);
  query = ref === undefined ? query.where("request.id", "=", idOrRef) : query.where("number", "=", ref.number).where("tenant.code", "=", ref.code);
  const row = await (lock ? query.forUpdate("request") : query).executeTakeFirst();
  return row === undefined ? undefined : requestOf(row);
}

export function requestOf(row: Row & { readonly code: string | null }): Request {
  return {
    tenant: row.tenant_id, id: row.id, number: row.number, ref: refOf(row.code ?? "", "request", row.number), incident: { id: row.incident_id, ref: row.incident_ref }, alerts: row.alerts, severity: row.severity,
    action: row.action as Request["action"], target: { kind: row.target_kind, name: row.target, asset: row.asset_id, criticality: row.asset_criticality },
    title: row.title, steps: row.steps, place: row.place, care: row.care, why: row.why, proofs: row.proofs as readonly unknown[] as readonly Proof[],
    routed: { team: row.team_id, name: row.team_name, by: row.team_by as Request["routed"]["by"], reason: row.team_reason },
    state: row.state as Request["state"], since: row.state_since, version: row.version, releasedBy: row.released_by, aloneAt: row.alone_at, held: row.held, approval: row.approval as Approval | null,
    questionAt: row.question_at, planned: row.planned as Request["planned"], dueAt: row.due_at, sentAt: row.sent_at, claimedAt: row.claimed_at, verification: row.verification as Verification | null,
    checkAt: row.check_at, checkUntil: row.check_until, origin: { kind: row.origin, id: row.origin_id }, madeBy: row.made_by, madeAt: row.made_at,
  };
}

/** Writes down a step; `seq` is the version that it led to. */
export const insertMove = async (db: TenantDb, request: Pick<Request, "id" | "version">, { verb, from, to, at, who, side, note }: Move): Promise<void> => {
  await db.sql.insertInto("request_move").values({ tenant_id: db.tenant, request_id: request.id, seq: request.version, verb, from_state: from, to_state: to, at, who: storableText(who), side, note: textOrNull(note) }).execute();
};

/** All steps of a request, in their order. */
export async function selectMoves(db: TenantDb, id: string): Promise<readonly Move[]> {
  const rows = await db.sql.selectFrom("request_move").selectAll().where("tenant_id", "=", db.tenant).where("request_id", "=", id).orderBy("seq").execute();
  return rows.map(({ verb, from_state: from, to_state: to, at, who, side, note }) => ({ verb, from: from as Move["from"], to: to as Move["to"], at, who, side, note }));
}

/** Hangs all requests of one incident under another; gives which they are. */
export async function moveRequests(db: SystemDb, { tenant, from, into }: { readonly tenant: string; readonly from: string; readonly into: Request["incident"] }): Promise<readonly Pick<Request, "id" | "ref">[]> {
  const rows = await db.sql.updateTable("request").set({ incident_id: into.id, incident_ref: into.ref }).where("tenant_id", "=", tenant).where("incident_id", "=", from).returning(["id", "number"]).execute();
  if (rows.length === 0) return [];
  const code = await tenantCode(db, tenant);
  return rows.map(({ id, number }) => ({ id, ref: refOf(code, "request", number) }));
}
