// What one request asks: the part of ClickHouse's HTTP interface that the event store speaks.
// https://clickhouse.com/docs/interfaces/http

/** A statement with the values of its parameters. */
export type Statement = {
  readonly sql: string;
  /** `rows`: gives rows, which are streamed. `insert`: the body holds its rows. `do`: neither. */
  readonly kind: "rows" | "insert" | "do";
  /** Name and value of each `{name:Type}`. */
  readonly params: ReadonlyMap<string, string>;
  readonly queryId: string;
  /** Whether the rows are wanted all at once, and an error in place of them. */
  readonly isWhole: boolean;
  /** Settings of the insert. */
  readonly settings: ReadonlyMap<string, string>;
};

/** A request that cannot be understood: ClickHouse's number for the mistake, and what it is. */
export type BadRequest = { readonly code: number; readonly message: string };

/** ClickHouse's numbers for what goes wrong (src/Common/ErrorCodes.cpp). */
export const CODE = { badArguments: 36, unknownSetting: 115, cancelled: 394, tooMany: 202, unset: 456, authentication: 516, unknown: 1002 } as const;

// What a client says for a server's sake; here it goes without saying.
const IMPLIED: ReadonlySet<string> = new Set(["database", "readonly", "cancel_http_readonly_queries_on_client_close"]);
// What an insert may ask for: to have the effect of one with its equals, and to leave an index to the merges.
const OF_INSERT: ReadonlySet<string> = new Set(["insert_deduplication_token", "exclude_materialize_skip_indexes_on_insert"]);
const INSERT = /^INSERT INTO [\w`.]{1,100} \([^()]{1,20000}\) FORMAT RowBinary$/;

/** Reads the address of a request; `body` is the statement where the address has none. */
export function readStatement(search: URLSearchParams, body: string): Statement | BadRequest {
  const params = new Map<string, string>();
  let queryId = "";
  const settings = new Map<string, string>();
  for (const [name, value] of search) {
    if (name === "query" || IMPLIED.has(name)) continue;
    if (name === "wait_end_of_query") continue;
    if (name === "query_id" && /^[\w-]{1,64}$/.test(value)) queryId = value;
    else if (OF_INSERT.has(name) && /^[\w-]{1,64}$/.test(value)) settings.set(name, value);
    else if (/^param_\w{1,64}$/.test(name)) params.set(name.slice("param_".length), value);
    else return { code: CODE.unknownSetting, message: `${name.slice(0, 64)}: not known here, or not of this form` };
  }
  const sql = (search.get("query") ?? body).trim();
  const kind = kindOf(sql);
  if (kind === "insert" && !INSERT.test(sql)) return { code: CODE.badArguments, message: "Write INSERT INTO table (columns) FORMAT RowBinary, and the rows in the body." };
  for (const [, name] of sql.matchAll(/\{(\w{1,64}):/g)) {
    // The engine would take the value that an earlier request left behind.
    if (!params.has(name!)) return { code: CODE.unset, message: `Substitution ${name!} is not set` };
  }
  return { sql, kind, params, queryId, isWhole: search.get("wait_end_of_query") === "1", settings };
}

function kindOf(sql: string): Statement["kind"] {
  if (/^(?:SELECT|WITH|SHOW|DESCRIBE|EXPLAIN)\b/i.test(sql)) return "rows";
  return /^INSERT\b/i.test(sql) && sql.endsWith(" FORMAT RowBinary") ? "insert" : "do";
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** The insert with its rows in a file. */
export function insertFrom(path: string, { sql, settings }: Statement): string {
  const head = sql.slice(0, sql.lastIndexOf(" FORMAT "));
  const set = Array.from(settings, ([name, value]) => `${name} = ${literal(value)}`);
  return `${head} FROM INFILE ${literal(path)}${set.length === 0 ? "" : ` SETTINGS ${set.join(", ")}`} FORMAT RowBinary`;
}
