// A statement, what two tenants have when it runs, and what it gives for north.
import { type State, type SystemDb, type TenantDb, withSystem, withTenant } from "../../../src/store/index.ts";
import type { Rows } from "../two-tenants.ts";

export type Statement = {
  /** The file and the function that it stands in. */
  readonly of: string;
  readonly rows: (tenant: string) => Rows;
  readonly run: (state: State) => Promise<unknown>;
  /** What comes of it; what south has is the same afterwards, always. */
  readonly answer: unknown;
};

type Said<Db> = { readonly rows: (tenant: string) => Rows; readonly ask: (db: Db) => Promise<unknown>; readonly gives?: unknown };

/** One that is asked for north. */
export const forNorth = (of: string, { rows, ask, gives }: Said<TenantDb>): Statement => ({ of, rows, answer: gives, run: (state) => withTenant(state, "north", ask) });

/** One that the platform asks for all tenants, or for one that it names. */
export const forPlatform = (of: string, { rows, ask, gives }: Said<SystemDb>): Statement => ({ of, rows, answer: gives, run: (state) => withSystem(state, ask) });

/** South has these alone. */
export const southOnly = (rows: Rows) => (tenant: string): Rows => (tenant === "south" ? rows : {});

export const AT = new Date("2026-11-24T08:00:00Z");
export const BEFORE = "2026-11-24T07:00:00Z";
export const AFTER = "2026-11-24T09:00:00Z";
