import { DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { takeRequest } from "../find.ts";
import type { Asker, LapseDefault, Request } from "../request.ts";
import { assetOf } from "../routing/route.ts";
import { takeStep } from "../step.ts";

export type ApprovalAsked = {
  readonly deadline: Date;
  readonly default: LapseDefault;
  /** Who is asked; whoever may approve may decide. */
  readonly person: string | null;
  readonly note?: string | undefined;
};

// What stands still if it is cut off is never touched because nobody answered.
const NEVER_BY_DEFAULT = 4;

/** Asks the client whether a draft may be sent. */
export async function askApproval(db: TenantDb, caller: Asker, idOrRef: string, asked: ApprovalAsked): Promise<Request> {
  return askIn(db, caller, await takeRequest(db, caller, idOrRef), asked);
}

/** The same for a request that the caller holds. */
export async function askIn(db: TenantDb, caller: Asker, request: Request, { deadline, default: outcome, person, note }: ApprovalAsked): Promise<Request> {
  if (deadline <= caller.now) throw new DomainError("invalid", "The deadline has passed already: give one that lies ahead.");
  const isCritical = await isNeverByDefault(db, request, caller.now);
  if (isCritical && outcome === "approve" && caller.side !== "system") throw new DomainError("invalid", `${request.target.name} is critical: it cannot be approved by silence. Choose refuse or do-nothing.`);
  const approval = { askedAt: caller.now.toISOString(), askedBy: caller.who, deadline: deadline.toISOString(), default: isCritical && outcome === "approve" ? ("do-nothing" as const) : outcome, person };
  return takeStep(db, caller, request, { verb: "ask-approval", changes: { approval, held: null }, note, details: { deadline: approval.deadline, default: approval.default, person } });
}

/** Whether silence may not release it. */
export async function isNeverByDefault(db: TenantDb, { target }: Request, now: Date): Promise<boolean> {
  const asset = await assetOf(db, target, now);
  return (asset?.criticality ?? target.criticality ?? 0) >= NEVER_BY_DEFAULT;
}
