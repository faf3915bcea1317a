// Whether what the team says is done, is done: by events where they can show it, else by a person.
import { DomainError, systemCaller } from "../../core/index.ts";
import { record, type State, type SystemDb, type TenantDb, withSystem, withTenant } from "../../store/index.ts";
import { reopenIn } from "../end.ts";
import { each } from "../each.ts";
import { findRequest, takeRequest } from "../find.ts";
import { updateRequest } from "../repo.ts";
import { type Asker, type Checked, platformAsker, type Request, type Verification } from "../request.ts";
import { takeStep } from "../step.ts";
import { timeOf } from "./absence.ts";
import { checkProof } from "./check.ts";
import type { Look } from "./look.ts";
import { selectToCheck } from "./repo.ts";

export type VerifyDeps = { readonly state: State; readonly look: Look };

const SOONEST_MS = 60_000;
const LATEST_MS = 15 * 60_000;

/** Looks now whether a request is done, and acts on what it finds: verified, or reopened with the event that speaks against it. */
export async function checkRequest({ state, look }: VerifyDeps, caller: Asker, tenant: string, idOrRef: string): Promise<Request> {
  const before = await withTenant(state, tenant, (db) => findRequest(db, caller, idOrRef));
  const { claimedAt, sentAt } = before;
  if (before.state !== "claimed_done" || claimedAt === null) throw new DomainError("conflict", `${before.ref} is not said to be done: there is nothing to check yet.`);
  // Outside of a transaction: a search may take seconds.
  const checks: Checked[] = [];
  for (const proof of before.proofs) checks.push(await checkProof(look, proof, { tenant, sentAt: sentAt ?? claimedAt, claimedAt, now: caller.now }));
  return withTenant(state, tenant, async (db) => {
    const request = await takeRequest(db, caller, before.id);
    const isSame = request.state === "claimed_done" && request.claimedAt?.getTime() === claimedAt.getTime();
    return isSame ? act(db, caller, request, summary(checks, caller)) : request;
  });
}

/** What several checks come to: one that speaks against it is enough. Pure. */
export function summary(checks: readonly Checked[], { who, now }: Pick<Asker, "who" | "now">): Verification {
  const has = (outcome: Checked["outcome"]): boolean => checks.some((check) => check.outcome === outcome);
  const outcome = has("contradicted") ? "contradicted" : has("cannot-tell") ? "cannot-tell" : checks.length > 0 && checks.every((check) => check.outcome === "proven") ? "verified" : "not-yet";
  const decisive = checks.filter((check) => check.outcome === (outcome === "verified" ? "proven" : outcome));
  return { at: now.toISOString(), outcome, words: decisive.map(({ words }) => words).join(" "), checks, by: who };
}

function act(db: TenantDb, caller: Asker, request: Request, verification: Verification): Promise<Request> {
  const events = verification.checks.flatMap((check) => check.events);
  if (verification.outcome === "verified") return takeStep(db, caller, request, { verb: "verify", changes: { verification, checkAt: null, checkUntil: null }, note: verification.words, details: { events } });
  if (verification.outcome === "contradicted") return reopenIn(db, caller, request, { note: verification.words, changes: { verification }, details: { events } });
  return lookAgain(db, caller, request, verification);
}

/** Nothing is proven yet. The journal hears of it where that is news; the last look stays with the request. */
async function lookAgain(db: TenantDb, caller: Asker, request: Request, verification: Verification): Promise<Request> {
  const { now } = caller;
  const sinceMs = now.getTime() - (request.claimedAt ?? now).getTime();
  const againAt = new Date(now.getTime() + Math.min(LATEST_MS, Math.max(SOONEST_MS, sinceMs / 10)));
  const isOver = request.checkUntil !== null && againAt > request.checkUntil;
  const words = isOver ? `${verification.words} Nothing proved it until ${timeOf(now)}: an analyst decides.` : verification.words;
  const after: Request = { ...request, verification: { ...verification, words }, checkAt: isOver ? null : againAt, checkUntil: isOver ? null : request.checkUntil };
  await updateRequest(db, after, now);
  if (verification.outcome !== request.verification?.outcome || isOver) await record(db, caller, { action: "request.checked", subject: request.ref, details: { outcome: verification.outcome, words } });
  return after;
}

/** A person of the provider says that it is done, and how they know. */
export async function verifyByHand(db: TenantDb, caller: Asker, idOrRef: string, { note, events }: { readonly note: string; readonly events: readonly string[] }): Promise<Request> {
  if (caller.side === "client") throw new DomainError("forbidden", "The SOC verifies what the client's teams did.");
  const request = await takeRequest(db, caller, idOrRef);
  const verification: Verification = { at: caller.now.toISOString(), outcome: "by-hand", words: note, checks: request.verification?.checks ?? [], by: caller.who };
  return takeStep(db, caller, request, { verb: "verify", changes: { verification, checkAt: null, checkUntil: null }, note, details: { events } });
}

const AT_ONCE = 20;

/** Looks at all whose time has come. Gives how many. */
export async function checkDue(deps: VerifyDeps, now: Date): Promise<number> {
  const due = await withSystem(deps.state, (db: SystemDb) => selectToCheck(db, now, AT_ONCE));
  const caller = platformAsker(systemCaller("verification", now));
  await each(due, ({ tenant, id }) => checkRequest(deps, caller, tenant, id).catch(ignoreConflict));
  return due.length;
}

/** Somebody was quicker. */
function ignoreConflict(error: unknown): void {
  if (!(error instanceof DomainError && error.code === "conflict")) throw error;
}
