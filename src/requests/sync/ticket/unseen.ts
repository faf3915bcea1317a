// A ticket that is not to be seen: for a while, for good, or because what stands under its id is another's.
import type { Caller } from "../../../core/index.ts";
import { emit, record, type TenantDb, withTenant } from "../../../store/index.ts";
import { addEntry } from "../../../timeline/index.ts";
import { takeRequest } from "../../find.ts";
import { platformAsker, type Request } from "../../request.ts";
import { ENDED } from "../../states.ts";
import { subjectOf } from "../../step.ts";
import type { StoredConnector } from "../setup/connector.ts";
import { isWell } from "../setup/manage.ts";
import { forgetCursor } from "../setup/repo.ts";
import { callerOf, type World } from "../world.ts";
import { doubtTickets, postponeTicket, requestOfTicket, takeTicket, updateTicket, wasAnyRead } from "./repo.ts";
import type { StoredTicket } from "./ticket.ts";

// A right that is taken away by mistake is given back within hours; and the same answer once is no answer.
const GONE_AFTER_MS = 2 * 3_600_000;
const GONE_AFTER_TIMES = 4;
const AGAIN_MS = 30 * 60_000;
// One that is gone may come back: it is looked for once a day, a month long.
const GONE_AGAIN_MS = 86_400_000;
const GONE_LOOKS_MS = 30 * 86_400_000;

/** It was not there, or we may not look. Gone it is after several readings over hours, and only while the account sees others. */
export async function miss(world: World, { key }: Pick<StoredTicket, "key">): Promise<void> {
  const { deps: { state, now }, stored } = world;
  const at = now();
  const long = await withTenant(state, stored.tenant, (db) => missOnce(db, stored, key, at));
  if (long === undefined) return;
  // Where nothing at all is to be seen, it is the account that is lost.
  const seesOthers = await withTenant(state, stored.tenant, (db) => wasAnyRead(db, stored.id, { since: long.since, but: key }));
  if (seesOthers || isWell(await world.connector.probe())) await withTenant(state, stored.tenant, (db) => lose(db, callerOf(world), stored, key));
}

/** Gives since when, where that is long enough to believe it. */
async function missOnce(db: TenantDb, { id, name }: StoredConnector, key: string, at: Date): Promise<{ readonly since: Date } | undefined> {
  const ticket = await takeTicket(db, id, key);
  if (ticket === undefined) return undefined;
  const isGone = ticket.state === "gone";
  const missing = { since: ticket.missing?.since ?? at, times: (ticket.missing?.times ?? 0) + 1 };
  const forMs = at.getTime() - missing.since.getTime();
  await updateTicket(db, { ...ticket, missing, problem: isGone ? ticket.problem : `Not to be seen in ${name} since ${missing.since.toISOString().slice(0, 16).replace("T", " ")} UTC: it was removed, or the account may not see it.` }, at);
  if (!isGone || forMs < GONE_LOOKS_MS) await postponeTicket(db, id, key, new Date(at.getTime() + (isGone ? GONE_AGAIN_MS : AGAIN_MS)));
  return !isGone && missing.times >= GONE_AFTER_TIMES && forMs >= GONE_AFTER_MS ? missing : undefined;
}

async function lose(db: TenantDb, caller: Caller, connector: StoredConnector, key: string): Promise<void> {
  const { ticket, request } = await take(db, caller, connector, key);
  if (ticket === undefined || request === undefined || ticket.state === "gone") return;
  await updateTicket(db, { ...ticket, state: "gone", readAt: caller.now, problem: `It is gone from ${connector.name}: it was removed, or moved out of what the account may see.` }, caller.now);
  await postponeTicket(db, connector.id, key, new Date(caller.now.getTime() + GONE_AGAIN_MS));
  await tell(db, caller, connector, { ticket, request, action: "ticket-gone", words: `${ticket.number} is gone from ${connector.name}: it was removed, or moved out of what the account may see.` });
}

/** What stands under its id is another's: nothing of it comes here, and nothing goes there. */
export async function disown(db: TenantDb, caller: Caller, connector: StoredConnector, { ticket: { key }, why }: { readonly ticket: Pick<StoredTicket, "key">; readonly why: string }): Promise<void> {
  const { ticket, request } = await take(db, caller, connector, key);
  if (ticket === undefined || request === undefined) return;
  const problem = `${why} ${connector.name} was restored from a backup, or is another system: what stands there under this id is not the ticket of this request.`;
  await updateTicket(db, { ...ticket, state: "foreign", problem }, caller.now);
  if (ticket.state === "foreign") return;
  // Where one was given out again, others may have been; and the cursor is of what is there no more.
  await doubtTickets(db, connector.id, { now: caller.now, but: key });
  await forgetCursor(db, connector.id);
  await tell(db, caller, connector, { ticket, request, action: "ticket-foreign", words: `${problem} Nothing is written there any more.` });
}

/** The request first, as all who change one. */
async function take(db: TenantDb, caller: Caller, { id }: StoredConnector, key: string): Promise<{ readonly request?: Request; readonly ticket?: StoredTicket | undefined }> {
  const of = await requestOfTicket(db, id, key);
  return of === undefined ? {} : { request: await takeRequest(db, platformAsker(caller), of), ticket: await takeTicket(db, id, key) };
}

type Told = { readonly ticket: StoredTicket; readonly request: Request; readonly action: string; readonly words: string };

async function tell(db: TenantDb, caller: Caller, connector: StoredConnector, { ticket, request, action, words }: Told): Promise<void> {
  await record(db, caller, { action: `connector.${action}`, subject: request.ref, details: { connector: connector.name, ticket: ticket.number } });
  await emit(db, caller, { kind: `request.${action}`, subject: request.id, details: { ref: request.ref, connector: connector.id, ticket: ticket.number } });
  if (!ENDED.has(request.state)) await addEntry(db, caller, { subject: subjectOf(request), type: "fact", visibility: "shared", text: `${words} The request is open here.` });
}
