// Numbers that people say aloud, and the references made of them.
import { DomainError } from "../core/index.ts";
import type { SystemDb, TenantDb } from "./state.ts";

export type NumberedKind = "alert" | "incident" | "request";

/** Of which numbers how many. `year` is 0 for those that do not begin anew each year. */
export type NumbersAsked = { readonly tenant: string; readonly kind: NumberedKind; readonly year: number; readonly count: number };

/** Takes so many consecutive numbers, and gives the first. The row stays locked until the transaction ends. */
export async function nextNumbers(db: TenantDb | SystemDb, { tenant, kind, year, count }: NumbersAsked): Promise<number> {
  const row = await db.sql
    .insertInto("number_given")
    .values({ tenant_id: tenant, kind, year, last: count })
    .onConflict((conflict) => conflict.columns(["tenant_id", "kind", "year"]).doUpdateSet((eb) => ({ last: eb("number_given.last", "+", count) })))
    .returning("last")
    .executeTakeFirstOrThrow();
  return row.last - count + 1;
}

/** The letters that stand for a tenant in references. */
export async function tenantCode(db: TenantDb | SystemDb, tenant: string): Promise<string> {
  const row = await db.sql.selectFrom("tenant").select("code").where("id", "=", tenant).executeTakeFirst();
  if (row === undefined || row.code === null) throw new DomainError("not_found", `There is no organisation ${tenant}.`);
  return row.code;
}

/** How people call the numbered thing: AM-A-31407, AM-2026-0042, AM-R-0118. */
export function refOf(code: string, kind: NumberedKind, number: number, year = 0): string {
  if (kind === "alert") return `${code}-A-${number}`;
  const padded = String(number).padStart(4, "0");
  return kind === "incident" ? `${code}-${year}-${padded}` : `${code}-R-${padded}`;
}

const REF = /^([A-Z][A-Z0-9]{1,7})-(?:(A|R)-(\d{1,15})|(\d{4})-(\d{1,15}))$/;

/** The number that a reference names, if it is one of this kind; undefined: it is an id, or something else. */
export function numberOfRef(kind: NumberedKind, ref: string): { readonly code: string; readonly number: number; readonly year: number } | undefined {
  const [, code, letter, number, year, ofYear] = REF.exec(ref) ?? [];
  if (code === undefined) return undefined;
  if (letter === undefined) return kind === "incident" ? { code, number: Number(ofYear), year: Number(year) } : undefined;
  return (letter === "A" ? "alert" : "request") === kind ? { code, number: Number(number), year: 0 } : undefined;
}
