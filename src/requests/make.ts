import type { RequestAction } from "../contract/requests.ts";
import { DomainError } from "../core/index.ts";
import { emit, nextNumbers, record, refOf, storableText, tenantCode, type TenantDb } from "../store/index.ts";
import { settingsAt } from "../tenants/index.ts";
import { takeRequest } from "./find.ts";
import { insertRequest } from "./repo.ts";
import type { Asker, Request, Sheet } from "./request.ts";
import { assetOf, route } from "./routing/route.ts";
import { factDetails, writeChange } from "./step.ts";
import { proofsOf, titleOf } from "./words.ts";

/** A request to be made; what is left out follows from the action and the CMDB. */
export type RequestDraft = Partial<Sheet> & {
  readonly id: string;
  readonly incident: { readonly id: string; readonly ref: string };
  readonly alerts?: readonly string[] | undefined;
  /** A key of the organisation's scale. */
  readonly severity: string;
  readonly action: RequestAction;
  readonly target: { readonly kind: "asset" | "account" | "indicator"; readonly name: string; readonly asset?: string | null | undefined };
  /** By which step of which run, where a playbook makes it. */
  readonly playbook?: string | undefined;
};

/** Makes a draft, with the team that the CMDB gives. Nothing goes out yet. */
export async function makeRequest(db: TenantDb, caller: Asker, draft: RequestDraft): Promise<Request> {
  const { action, severity, playbook } = draft;
  await checkSeverity(db, severity, caller.now);
  const asked = { kind: draft.target.kind, name: storableText(draft.target.name), asset: draft.target.asset ?? null };
  const asset = await assetOf(db, asked, caller.now);
  if (asked.asset !== null && asset === undefined) throw new DomainError("not_found", `There is no asset ${asked.asset} here.`);
  const target = { ...asked, asset: asset?.id ?? null, criticality: asset?.criticality ?? null };
  const number = await nextNumbers(db, { tenant: db.tenant, kind: "request", year: 0, count: 1 });
  const request: Request = {
    tenant: db.tenant, id: draft.id, number, ref: refOf(await tenantCode(db, db.tenant), "request", number), incident: draft.incident, alerts: draft.alerts ?? [], severity, action, target,
    title: draft.title ?? titleOf(action, target.name), steps: draft.steps ?? [], place: draft.place ?? asset?.location ?? null, care: draft.care ?? null, why: draft.why ?? null, proofs: draft.proofs ?? proofsOf(action, target),
    routed: await route(db, { action, target }, asset), state: "draft", since: caller.now, version: 1, releasedBy: null, aloneAt: null, held: null, approval: null, questionAt: null, planned: null,
    dueAt: null, sentAt: null, claimedAt: null, verification: null, checkAt: null, checkUntil: null, origin: playbook === undefined ? { kind: "person", id: null } : { kind: "playbook", id: playbook }, madeBy: caller.who, madeAt: caller.now,
  };
  await insertRequest(db, request);
  await record(db, caller, { action: "request.drafted", subject: request.ref, details: { incident: draft.incident.ref, action, target: target.name, team: request.routed.name } });
  await emit(db, caller, { kind: "request.drafted", subject: request.id, details: factDetails(request) });
  return request;
}

async function checkSeverity(db: TenantDb, severity: string, now: Date): Promise<void> {
  const levels = (await settingsAt(db, now)).documents["severity-scale"].levels.map(({ key }) => key);
  if (!levels.includes(severity)) throw new DomainError("invalid", `The severity scale has no level ${severity}: it has ${levels.join(", ")}.`);
}

/** Changes what a draft says. What was sent is not rewritten: write into the thread, or cancel it and make another. */
export async function editRequest(db: TenantDb, caller: Asker, idOrRef: string, sheet: Partial<Sheet>): Promise<Request> {
  const request = await takeRequest(db, caller, idOrRef);
  if (request.state !== "draft") throw new DomainError("conflict", `${request.ref} is no draft any more: write into its thread, or cancel it and make another.`);
  return writeChange(db, caller, request, { action: "edited", changes: sheet, details: { changed: Object.keys(sheet) } });
}
