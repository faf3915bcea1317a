import { DomainError, isPerson, systemCaller } from "../../core/index.ts";
import { type State, type TenantDb, withSystem, withTenant } from "../../store/index.ts";
import { each } from "../each.ts";
import { takeRequest } from "../find.ts";
import { type Asker, type LapseDefault, platformAsker, type Request } from "../request.ts";
import { barredNow } from "../routing/route.ts";
import { takeStep } from "../step.ts";
import { selectLapsed } from "./repo.ts";
import { holdBack, release, releaseAlone } from "./send.ts";

/** The client agrees: it goes to the team. */
export async function approveRequest(db: TenantDb, caller: Asker, idOrRef: string, { note }: { readonly note?: string | undefined } = {}): Promise<Request> {
  requireClient(caller);
  return release(db, caller, await takeRequest(db, caller, idOrRef), { verb: "approve", changes: { releasedBy: "approval" }, note });
}

/** The client does not want it. */
export async function refuseApproval(db: TenantDb, caller: Asker, idOrRef: string, { reason }: { readonly reason: string }): Promise<Request> {
  requireClient(caller);
  return takeStep(db, caller, await takeRequest(db, caller, idOrRef), { verb: "refuse-approval", note: reason });
}

function requireClient(caller: Asker): void {
  // Keys are made by the provider, those of an organisation too.
  if (!isPerson(caller)) throw new DomainError("forbidden", "An approval is a person's: sign in, a key cannot give it.");
  if (caller.side !== "client") throw new DomainError("forbidden", "The client approves what is done at the client's: it cannot be done for them.");
}

const AT_ONCE = 100;

/** Does what was agreed where nobody decided in time. Gives how many there were. */
export async function lapseApprovals(state: State, now: Date): Promise<number> {
  const lapsed = await withSystem(state, (db) => selectLapsed(db, now, AT_ONCE));
  const caller = platformAsker(systemCaller("approvals", now));
  await each(lapsed, ({ tenant, id }) => withTenant(state, tenant, async (db) => {
    const request = await takeRequest(db, caller, id);
    // Somebody decided meanwhile.
    if (request.state !== "awaiting_approval" || request.approval === null || new Date(request.approval.deadline) > now) return;
    await lapse(db, caller, request, request.approval.default);
  }));
  return lapsed.length;
}

async function lapse(db: TenantDb, caller: Asker, request: Request, outcome: LapseDefault): Promise<Request> {
  const silence = `Nobody decided until ${request.approval?.deadline ?? "the deadline"}`;
  if (outcome === "refuse") return takeStep(db, caller, request, { verb: "refuse-approval", note: `${silence}: refused, as was said when it was asked.` });
  if (outcome === "do-nothing") return holdBack(db, caller, request, `${silence}: nothing was done, as was said when it was asked.`);
  const barred = await barredNow(db, request, caller.now);
  if (barred !== undefined) return holdBack(db, caller, request, `${silence}. ${barred}: nothing is done to it without a person.`);
  return releaseAlone(db, caller, request, { verb: "approve", releasedBy: "approval", because: `${silence}: approved, as was said when it was asked.` });
}
