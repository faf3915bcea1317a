// Requests to ClickHouse's HTTP interface: of a server, or of the store process that speaks the same.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { randomUUID } from "node:crypto";
import { INDEXED_BY_MERGES } from "./columns.ts";
import { StoreError } from "./store-error.ts";

/** Where the events are. */
export type ConnectionOptions = {
  /** `http(s)://user@host:port` of a ClickHouse server, or `unix:/path` of the store process. */
  readonly url: string;
  readonly user?: string;
  readonly password: string;
  readonly database?: string;
};

/** The value of a parameter: ClickHouse's type of it is in the statement, as `{name:Type}`. */
export type ParamValue = string | number | bigint | boolean | readonly ParamValue[];

export type Params = Readonly<Record<string, ParamValue>>;

/** One request. */
export type Ask = {
  readonly sql: string;
  readonly params?: Params;
  /** Ends the query on the server too. */
  readonly signal?: AbortSignal | undefined;
};

// Makes a server end a query whose reader has gone.
const UNTIL_GONE = { readonly: "2", cancel_http_readonly_queries_on_client_close: "1" };
const IDLE_SOCKETS = 16;
const SILENT_MS = 120_000;
// The longest address that a server takes (http_max_uri_size).
const MAX_PATH = 1 << 20;

/** Holds the sockets to one server. */
export class Connection {
  readonly #agent: HttpAgent;
  readonly #base: RequestOptions;
  readonly #send: typeof httpRequest;
  readonly #database: string;

  constructor({ url, user = userIn(url), password, database = "default" }: ConnectionOptions) {
    const headers = { "X-ClickHouse-User": user, "X-ClickHouse-Key": password };
    const secure = url.startsWith("https:");
    this.#agent = secure ? new HttpsAgent({ keepAlive: true, maxFreeSockets: IDLE_SOCKETS }) : new HttpAgent({ keepAlive: true, maxFreeSockets: IDLE_SOCKETS });
    this.#send = secure ? httpsRequest : httpRequest;
    this.#database = database;
    if (url.startsWith("unix:")) {
      this.#base = { socketPath: url.slice("unix:".length), method: "POST", agent: this.#agent, headers };
    } else {
      const { hostname, port } = new URL(url);
      this.#base = { hostname, port, method: "POST", agent: this.#agent, headers };
    }
  }

  /** The answer's bytes as they come. Throws `StoreError`, also in the middle if the server breaks off. */
  stream(ask: Ask): AsyncGenerator<Buffer> {
    return this.#read(ask, {});
  }

  /** The whole answer, which the server has before it sends any of it. */
  async read(ask: Ask): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#read(ask, { wait_end_of_query: "1" })) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** A statement without rows. */
  async run({ sql, params = {}, signal }: Ask): Promise<void> {
    await drain(await this.#request(this.#path({}, params), Buffer.from(sql), signal));
  }

  /** Rows in RowBinary; resolves once they are stored. With the token of an earlier insert it has no effect. */
  async insert(sql: string, rows: Buffer, token: string): Promise<void> {
    const settings = { query: sql, insert_deduplication_token: token, exclude_materialize_skip_indexes_on_insert: INDEXED_BY_MERGES };
    await drain(await this.#request(this.#path(settings, {}), rows, undefined));
  }

  /** Lets the sockets go. */
  close(): void {
    this.#agent.destroy();
  }

  async *#read({ sql, params = {}, signal }: Ask, settings: Readonly<Record<string, string>>): AsyncGenerator<Buffer> {
    const path = this.#path({ ...UNTIL_GONE, ...settings }, params);
    const response = await this.#request(path, Buffer.from(sql), signal);
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) yield chunk;
    } catch (error) {
      throw StoreError.from(error, signal);
    } finally {
      response.destroy();
    }
  }

  #path(settings: Readonly<Record<string, string>>, params: Params): string {
    const search = new URLSearchParams({ database: this.#database, query_id: randomUUID(), ...settings });
    for (const [name, value] of Object.entries(params)) search.set(`param_${name}`, paramText(value));
    const path = `/?${search.toString()}`;
    if (path.length > MAX_PATH) throw new StoreError("invalid", "The search has too many or too long values: leave some out.");
    return path;
  }

  #request(path: string, body: Buffer, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(StoreError.from(error, signal));
      const request = this.#send({ ...this.#base, path, ...(signal === undefined ? {} : { signal }) }, (response) => {
        if (response.statusCode === 200) return resolve(response);
        const code = Number(response.headers["x-clickhouse-exception-code"] ?? 0);
        textOf(response).then((text) => reject(StoreError.of(code, text)), fail);
      });
      request.once("error", fail);
      // A store that takes or gives nothing for so long has stopped: an insert is tried again, with the token that lets it count once.
      request.setTimeout(SILENT_MS, () => request.destroy(new Error(`nothing came for ${SILENT_MS / 1000} seconds`)));
      request.setHeader("Content-Length", body.length);
      request.end(body);
    });
  }
}

// As in `https://vigie@clickhouse:8443`.
function userIn(url: string): string {
  const user = url.startsWith("unix:") ? "" : decodeURIComponent(new URL(url).username);
  return user === "" ? "default" : user;
}

async function drain(response: IncomingMessage): Promise<void> {
  try {
    for await (const _ of response);
  } catch (error) {
    throw StoreError.from(error, undefined);
  }
}

// A message of an error is short; one that is not is cut.
async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response as AsyncIterable<Buffer>) if (text.length < 4096) text += chunk.toString();
  return text.slice(0, 4096);
}

// As ClickHouse reads a parameter: a text escaped as in a tab-separated value, an array as a literal of SQL.
const paramText = (value: ParamValue): string => (typeof value === "object" ? arrayText(value) : escaped(String(value)));

const arrayText = (values: readonly ParamValue[]): string => `[${values.map(elementText).join(",")}]`;

function elementText(value: ParamValue): string {
  if (typeof value === "object") return arrayText(value);
  return typeof value === "string" ? `'${escaped(value).replaceAll("'", String.raw`\'`)}'` : String(value);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\0": "\\0", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const escaped = (text: string): string => text.replace(/[\\\0\b\f\n\r\t]/g, (character) => ESCAPES[character]!);
