import { emit, type TenantDb } from "../../store/index.ts";
import type { Asker, Request } from "../request.ts";
import { factDetails } from "../step.ts";

/** A delivery needs a person now, who looks on the other side or sends it anew. */
export const tellFailure = (db: TenantDb, caller: Asker, request: Request, state: "failed" | "unknown"): Promise<void> => emit(db, caller, { kind: "request.not-delivered", subject: request.id, details: { ...factDetails(request), delivery: state } });
