// The Table API: rows in the order of their ids, behind an id.
import { z } from "zod";
import type { Http } from "../../../../outbound/index.ts";
import { garbage, parsed } from "../shapes.ts";

const Value = z.object({ value: z.string().nullable().transform((text) => text ?? ""), display_value: z.string().nullable().transform((text) => text ?? "") });
const Row = z.record(z.string(), z.union([Value, z.literal("").transform(() => ({ value: "", display_value: "" }))]));
const Answer = z.object({ result: z.array(Row) });

/** Each field as it is kept, and as people see it. */
export type Row = z.infer<typeof Row>;
export type Rows = { readonly rows: readonly Row[]; /** Rows that fit, and that access rules hide. */ readonly hidden: number };
export type Table = { readonly table: string; readonly query: string; readonly fields: readonly string[] };

const PAGE = 500;

export const idOf = (row: Row): string => row["sys_id"]?.value ?? "";
/** Its time in UTC, which sorts as times do. */
export const updatedOf = (row: Row): string => row["sys_updated_on"]?.value ?? "";

/** All rows of a table that fit the query. */
export async function readTable(http: Http, asked: Table): Promise<Rows> {
  const rows: Row[] = [];
  let first: number | null | undefined;
  for (let last = "", skipped = 0; ; ) {
    const page = await ask(http, asked, { order: "sys_id", behind: last, offset: skipped, limit: PAGE });
    first ??= page.total;
    for (const row of page.rows) {
      const id = idOf(row);
      if (!/^[0-9a-f]{32}$/.test(id)) throw garbage(`${asked.table} answered a row without sys_id`);
      if (id <= last) throw garbage(`${asked.table} answered ${id} behind ${last}: it left out a part of the query`);
      last = id;
    }
    rows.push(...page.rows);
    // Hidden rows make a page short, or empty: how many there are says whether more follow.
    const isLast = page.total === null ? page.rows.length < PAGE : page.total - skipped <= PAGE;
    if (isLast) return { rows, hidden: Math.max(0, (first ?? rows.length) - rows.length) };
    skipped = page.rows.length === 0 ? skipped + PAGE : 0;
  }
}

/** The row that was changed last; undefined: there is none. */
export const newestRow = async (http: Http, table: Table): Promise<Row | undefined> => (await ask(http, table, { order: "DESCsys_updated_on", behind: "", offset: 0, limit: 1 })).rows[0];

/** How many rows fit, and whether one may be seen. */
export async function lookAt(http: Http, table: Table): Promise<{ readonly total: number; readonly isSeen: boolean; readonly date: string | undefined }> {
  const { rows, total, date } = await ask(http, table, { order: "sys_id", behind: "", offset: 0, limit: 1 });
  return { total: total ?? rows.length, isSeen: rows.length > 0, date };
}

type Which = { readonly order: string; readonly behind: string; readonly offset: number; readonly limit: number };

async function ask(http: Http, { table, query, fields }: Table, { order, behind, offset, limit }: Which) {
  const clauses = [query, behind === "" ? "" : `sys_id>${behind}`, `ORDERBY${order}`].filter((clause) => clause !== "");
  const { json, headers } = await http.ask({
    path: `api/now/table/${table}`,
    query: { sysparm_query: clauses.join("^"), sysparm_fields: fields.join(","), sysparm_display_value: "all", sysparm_exclude_reference_link: "true", sysparm_limit: limit, sysparm_offset: offset },
  });
  const total = /^\d{1,9}$/.exec(headers["x-total-count"] ?? "")?.[0];
  return { rows: parsed(Answer, json, table).result, total: total === undefined ? null : Number(total), date: headers["date"] };
}
