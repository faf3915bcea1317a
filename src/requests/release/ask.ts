import { DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { takeRequest } from "../find.ts";
import type { Asker, LapseDefault, Request } from "../request.ts";
import { mayApprove } from "../routing/repo.ts";
import { barredNow } from "../routing/route.ts";
import { takeStep } from "../step.ts";

export type ApprovalAsked = {
  readonly deadline: Date;
  readonly default: LapseDefault;
  /** Who is asked; whoever may approve may decide. */
  readonly person: string | null;
  readonly note?: string | undefined;
};

const LONGEST_MS = 30 * 24 * 3_600_000;

/** Asks the client whether a draft may be sent. */
export async function askApproval(db: TenantDb, caller: Asker, idOrRef: string, asked: ApprovalAsked): Promise<Request> {
  return askIn(db, caller, await takeRequest(db, caller, idOrRef), asked);
}

/** The same for a request that the caller holds. */
export async function askIn(db: TenantDb, caller: Asker, request: Request, { deadline, default: outcome, person, note }: ApprovalAsked): Promise<Request> {
  if (deadline <= caller.now) throw new DomainError("invalid", "The deadline has passed already: give one that lies ahead.");
  if (deadline.getTime() - caller.now.getTime() > LONGEST_MS) throw new DomainError("invalid", "The deadline is more than 30 days ahead: nobody waits that long for a remediation.");
  if (person !== null && !(await mayApprove(db, person))) throw new DomainError("invalid", "Whoever is asked has to be of the client and may approve: name somebody with the role security or manager, or nobody.");
  const barred = outcome === "approve" ? await barredNow(db, request, caller.now) : undefined;
  if (barred !== undefined && caller.side !== "system") throw new DomainError("invalid", `${barred}: it cannot be approved by silence. Choose refuse or do-nothing.`);
  const approval = { askedAt: caller.now.toISOString(), askedBy: caller.who, deadline: deadline.toISOString(), default: barred === undefined ? outcome : ("do-nothing" as const), person };
  return takeStep(db, caller, request, { verb: "ask-approval", changes: { approval, held: null }, note, details: { deadline: approval.deadline, default: approval.default, person } });
}
