// How connectors ask the systems of clients: bounded in time, size and number, never twice where that would write twice.
import { setTimeout as wait } from "node:timers/promises";
import { askGuarded, type Guard, type GuardedAnswer, isForbidden, sentNothing } from "./guarded-request.ts";
import { RemoteError, type RemoteProblem } from "./remote-error.ts";
import { shortWords } from "./words.ts";

export type Ask = {
  /** Default GET. */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Behind the base address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** At most one of these three. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly bytes?: { readonly type: string; readonly data: Uint8Array } | undefined;
  /** A POST that only reads, a search: it may be repeated. Default: what GET is. */
  readonly isRead?: boolean;
  /** What comes back; default "json". */
  readonly expects?: "json" | "bytes" | "nothing";
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of an answer in JSON; undefined without a body. */
  readonly json: unknown;
  readonly bytes: Buffer;
};

/** The API of one system. Rejects with `RemoteError` alone. */
export type Http = { readonly ask: (ask: Ask) => Promise<Answer> };

export type HttpOptions = {
  readonly base: string;
  readonly guard: Guard;
  /** Of every request: authorization, accept. */
  readonly headers: (() => Promise<Readonly<Record<string, string>>>) | Readonly<Record<string, string>>;
  /** Requests a minute at most: what is more waits. */
  readonly perMinute: number;
  readonly signal?: AbortSignal | undefined;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
};

// Of reads alone: what writes is repeated by whoever knows how to see whether it arrived.
const TRIES = 3;
const FIRST_PAUSE_MS = 500;
// Who asks us to wait longer is asked in the next round.
const LONGEST_PAUSE_MS = 20_000;

/** Opens the API of a system. */
export function createHttp({ base, guard, headers, perMinute, signal, sleep = (ms, until) => wait(ms, undefined, { signal: until }) }: HttpOptions): Http {
  const budget = new Budget(perMinute);
  const once = async (ask: Ask): Promise<Answer> => {
    await sleepIf(budget.take());
    const own = typeof headers === "function" ? await headers() : headers;
    const { body, type } = bodyOf(ask);
    const given = { accept: ask.expects === "bytes" ? "*/*" : "application/json", "user-agent": "Vigie", ...(type === undefined ? {} : { "content-type": type }), ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }), ...own, ...ask.headers };
    const answer = await askGuarded(urlOf(base, ask), { method: ask.method ?? "GET", headers: given, body, signal }, guard).catch((error: unknown) => {
      throw brokenOff(error, ask);
    });
    return read(answer, ask);
  };
  const sleepIf = async (ms: number): Promise<void> => {
    if (ms > 0) await sleep(ms, signal);
  };
  return {
    ask: async (ask) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(ask);
        } catch (error) {
          if (!(error instanceof RemoteError) || !isRead(ask) || error.isLasting || attempt === TRIES || isForbidden(error.words)) throw error;
          const pause = error.afterMs ?? FIRST_PAUSE_MS * 4 ** (attempt - 1);
          if (pause > LONGEST_PAUSE_MS) throw error;
          await sleepIf(pause);
        }
      }
    },
  };
}

const isRead = ({ method = "GET", isRead: said }: Ask): boolean => said ?? method === "GET";

function urlOf(base: string, { path, query = {} }: Ask): URL {
  const root = `${base.replace(/\/+$/, "")}/`;
  const url = new URL(`${root}${path.replace(/^\/+/, "")}`);
  const { origin, pathname } = new URL(root);
  // A path that a remote id was put into stays below the base, on its host.
  if (url.origin !== origin || !url.pathname.startsWith(pathname)) throw new RemoteError({ problem: "refused", words: `${shortWords(path)} leads away from the system`, arrived: "no" });
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.append(name, String(value));
  return url;
}

function bodyOf({ json, form, bytes }: Ask): { readonly body?: string | Uint8Array; readonly type?: string } {
  if (json !== undefined) return { body: JSON.stringify(json), type: "application/json" };
  if (form !== undefined) return { body: new URLSearchParams(form).toString(), type: "application/x-www-form-urlencoded" };
  return bytes === undefined ? {} : { body: bytes.data, type: bytes.type };
}

function brokenOff(error: unknown, ask: Ask): RemoteError {
  const words = shortWords(error instanceof Error ? error.message : String(error));
  return sentNothing(error) ? new RemoteError({ problem: "unreachable", words, arrived: "no" }) : new RemoteError({ problem: "cut", words, arrived: isRead(ask) ? "no" : "maybe" });
}

const PROBLEMS: Readonly<Record<number, RemoteProblem>> = { 401: "unauthorized", 403: "forbidden", 404: "not_found", 410: "not_found", 408: "cut", 409: "refused", 412: "changed", 425: "busy", 429: "busy" };

function read({ status, type, headers, body }: GuardedAnswer, ask: Ask): Answer {
  const arrived = isRead(ask) ? "no" : "maybe";
  const json = /\bjson\b/i.test(type) || (type === "" && body.length > 0) ? jsonOf(body) : undefined;
  const words = shortWords(wordsOf(json) ?? body.toString("utf8"));
  if (status >= 300 && status < 400) throw new RemoteError({ problem: "garbage", words: `answered ${status}, a redirect to ${shortWords(headers["location"] ?? "nowhere")}: none is followed`, arrived, status });
  if (status >= 500) throw new RemoteError({ problem: "failing", words: `${status} ${words}`, arrived, status, afterMs: afterOf(headers) });
  if (status >= 400) throw new RemoteError({ problem: PROBLEMS[status] ?? "refused", words: `${status} ${words}`, arrived: status === 408 ? arrived : "no", status, afterMs: afterOf(headers) });
  // Where nothing is expected, a page or broken JSON is still not of the API.
  const isStrange = ask.expects === "nothing" ? /\bhtml\b|\bjson\b/i.test(type) : ask.expects !== "bytes";
  if (isStrange && json === undefined && body.length > 0) throw new RemoteError({ problem: "garbage", words: `answered ${status} with ${shortWords(type === "" ? "something" : type)} in place of JSON: ${words}`, arrived, status });
  return { status, headers, json, bytes: body };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What an error in JSON says, wherever the system puts it. */
function wordsOf(json: unknown): string | undefined {
  if (typeof json === "string") return json;
  if (typeof json !== "object" || json === null) return undefined;
  const { message, error, errors, errorMessages, error_message: text, detail, title } = json as Readonly<Record<string, unknown>>;
  for (const said of [message, errorMessages, errors, error, text, detail, title]) {
    if (typeof said === "string" && said !== "") return said;
    if (typeof said === "object" && said !== null && Object.keys(said).length > 0) return JSON.stringify(said);
  }
  return JSON.stringify(json);
}

/** `Retry-After` as seconds or as a date by the other side's own clock (RFC 9110, 10.2.3), in milliseconds from now. */
function afterOf({ "retry-after": value, date = "" }: Answer["headers"]): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.parse(date);
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** So many a minute, and a sixth of them at once. */
class Budget {
  readonly #perMs: number;
  readonly #most: number;
  #left: number;
  #at = performance.now();

  constructor(perMinute: number) {
    this.#perMs = perMinute / 60_000;
    this.#most = Math.max(1, perMinute / 6);
    this.#left = this.#most;
  }

  /** Takes one; how long to wait before it may be used, in milliseconds. */
  take(): number {
    const at = performance.now();
    this.#left = Math.min(this.#most, this.#left + (at - this.#at) * this.#perMs);
    this.#at = at;
    this.#left -= 1;
    return this.#left >= 0 ? 0 : -this.#left / this.#perMs;
  }
}
