// The Table API of an instance: rows with the value of each field and with what is shown for it.
import { z } from "zod";
import { type Answer, type Http, RemoteError } from "../../../outbound/index.ts";
import { shaped } from "../shaped.ts";
import { explained } from "./refusal.ts";

// With sysparm_display_value=all each field is a pair. One that the account may not read is missing.
const Text = z.union([z.string(), z.number(), z.boolean()]).nullish().transform((text) => String(text ?? ""));
const Cell = z.union([z.object({ value: Text, display_value: Text }), Text.transform((text) => ({ value: text, display_value: text }))]);
const Row = z.record(z.string(), Cell);
export type Row = z.infer<typeof Row>;

const One = z.object({ result: Row });
const Many = z.object({ result: z.array(Row) });

export type Tables = {
  readonly http: Http;
  readonly rows: (table: string, query: Asked) => Promise<readonly Row[]>;
  /** Undefined: there is none, or the account may not see it. */
  readonly row: (table: string, id: string, fields: readonly string[]) => Promise<Row | undefined>;
  readonly insert: (table: string, body: Body, fields: readonly string[]) => Promise<Row>;
  /** What the record is afterwards, as far as it was said. */
  readonly change: (table: string, id: string, body: Body, fields: readonly string[]) => Promise<Row>;
};

type Asked = { readonly query: string; readonly fields: readonly string[]; readonly limit: number; readonly offset?: number };
type Body = Readonly<Record<string, string>>;

const SYS_ID = /^[0-9a-f]{32}$/;

export function openTables(http: Http): Tables {
  const ask = (fields: readonly string[]) => ({ sysparm_display_value: "all", sysparm_exclude_reference_link: "true", sysparm_fields: fields.join(",") });
  const write = async (method: "POST" | "PATCH", path: string, body: Body, fields: readonly string[]): Promise<Row> => {
    // Dates and choices are given as values: as shown, they would be read in the account's zone and language.
    const { json } = await explained(() => http.ask({ method, path, query: { ...ask(fields), sysparm_input_display_value: "false" }, json: body }));
    return shaped(One, json, path, "maybe").result;
  };
  return {
    http,
    rows: async (table, { query, fields, limit, offset }) => {
      // Old versions of the API say that there is none with 404.
      const answer = await found(() => http.ask({ path: `api/now/v2/table/${table}`, query: { sysparm_query: query, sysparm_limit: limit, sysparm_offset: offset, ...ask(fields) } }));
      return answer === undefined ? [] : shaped(Many, answer.json, table, "no").result;
    },
    row: async (table, id, fields) => {
      const answer = await found(() => http.ask({ path: pathOf(table, id), query: ask(fields) }));
      return answer === undefined ? undefined : shaped(One, answer.json, table, "no").result;
    },
    insert: (table, body, fields) => write("POST", `api/now/v2/table/${table}`, body, fields),
    change: (table, id, body, fields) => write("PATCH", pathOf(table, id), body, fields),
  };
}

/** The path of a record. What is no sys_id leads nowhere. */
export function pathOf(table: string, id: string): string {
  if (!SYS_ID.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no sys_id`, arrived: "no" });
  return `api/now/v2/table/${table}/${id}`;
}

async function found(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RemoteError && error.problem === "not_found" && isOfTheApi(error.words)) return undefined;
    throw error;
  }
}

// An address that is wrong answers 404 as well, and with a page: tickets are not gone because of it.
const isOfTheApi = (words: string): boolean => /no record found|is no sys_id|record doesn'?t exist/i.test(words);

/** The value of a field, "" where it is empty or not to be read. */
export const valueOf = (row: Row, field: string): string => row[field]?.value ?? "";

/** What people see in a field. */
export const shownOf = (row: Row, field: string): string => row[field]?.display_value ?? "";

/** A word of ours inside an encoded query, where ^ parts conditions. */
export const inQuery = (word: string): string => word.replaceAll("^", "^^");

/** A time of the API: UTC without saying so. */
export function timeOf(value: string): Date | undefined {
  const at = new Date(`${value.replace(" ", "T")}Z`);
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) && !Number.isNaN(at.getTime()) ? at : undefined;
}

export const textOfTime = (at: Date): string => at.toISOString().slice(0, 19).replace("T", " ");
