import { askedAbout } from "../escalations/index.ts";
import type { UnfinishedOf } from "../incidents/index.ts";
import { openRequestsOf } from "../requests/index.ts";
import type { TenantDb } from "../store/index.ts";

/** What others have to do about an incident before it is closed: incidents come before requests and escalations, and do not know them. */
export const unfinishedIn = (db: TenantDb): UnfinishedOf => async (_, { id, alerts }) => ({ requests: (await openRequestsOf(db, id)).map(({ ref }) => ref), escalations: await askedAbout(db, { incident: id, alerts }) });
