// Looking at what was kept below the line.
import { readTenant, type State } from "../../store/index.ts";
import { countSuppressed, selectSuppressed, type SuppressedCount, type SuppressedDetection, type SuppressedQuery } from "./repo.ts";

const MOST_LINES = 500;

/** A page of suppressed detections, the last one first. */
export const listSuppressions = (state: State, tenant: string, query: SuppressedQuery): Promise<readonly SuppressedDetection[]> => readTenant(state, tenant, (db) => selectSuppressed(db, query));

/** How many by what and of which rule, the most first. */
export const countSuppressions = (state: State, tenant: string, period: Pick<SuppressedQuery, "since" | "until">): Promise<readonly SuppressedCount[]> => readTenant(state, tenant, (db) => countSuppressed(db, period, MOST_LINES));
