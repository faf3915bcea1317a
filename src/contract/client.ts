// A client of the API, for the web app and commands: what each route takes and answers is known to the compiler.
import type { Paths } from "./client-types.ts";
import { Problem, problem } from "./problem.ts";

/** What of `fetch` is needed: this folder asks nobody by itself. */
export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Where the API is, and as whom to ask: with a key, or beside a session's cookie with its token. */
export type ClientOptions = {
  readonly fetch: Fetch;
  /** Its origin; a path in it does not count. */
  readonly url: string | URL;
  readonly key?: string | undefined;
  /** Asked at each change: the token is another one after the next sign-in. */
  readonly csrf?: (() => string) | undefined;
};

type Method = "get" | "post" | "put" | "patch" | "delete";
type PathWith<M extends Method> = { [Path in keyof Paths]: M extends keyof Paths[Path] ? Path : never }[keyof Paths];
type Route = { readonly path: object; readonly query: object; readonly header: object; readonly body: unknown; readonly answer: unknown };
type RouteOf<Path extends keyof Paths, M extends Method> = M extends keyof Paths[Path] ? (Paths[Path][M] extends Route ? Paths[Path][M] : never) : never;

// What a route needs must be given; what has no member that it needs may be left out.
type Part<Name extends string, Value> = undefined extends Value ? { readonly [N in Name]?: Value } : Partial<Value> extends Value ? { readonly [N in Name]?: Value } : { readonly [N in Name]: Value };
type Asked<R extends Route> = Part<"path", R["path"]> & Part<"query", R["query"]> & Part<"header", R["header"]> & Part<"body", R["body"]> & Sending;
type Sending = {
  /** Sent again with the same key, a change is made once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};
type Given<R extends Route> = Partial<Asked<R>> extends Asked<R> ? readonly [asked?: Asked<R>] : readonly [asked: Asked<R>];
type Ask<M extends Method> = <Path extends PathWith<M>>(path: Path, ...asked: Given<RouteOf<Path, M>>) => Promise<RouteOf<Path, M>["answer"]>;

/** One function for each method; the path is written as the OpenAPI document writes it. All throw `ApiProblem`. */
export type Client = { readonly [M in Method]: Ask<M> };

/** What the API refused, or why there is no answer. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;
  /** How long to wait before asking again, where the server says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(refused: Problem, { retryAfterSeconds, cause }: { readonly retryAfterSeconds?: number | undefined; readonly cause?: unknown } = {}) {
    super(refused.detail, { cause });
    this.problem = refused;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Makes a client; nothing is asked yet. */
export function createClient(options: ClientOptions): Client {
  const ask = (method: Method) => async (path: string, asked: Loose = {}) => answerOf(await send(options, method, path, asked));
  // The compiler holds callers to Paths; inside, every route is alike.
  return { get: ask("get"), post: ask("post"), put: ask("put"), patch: ask("patch"), delete: ask("delete") } as unknown as Client;
}

/** What is asked, as it is sent. */
type Loose = Sending & { readonly path?: Values; readonly query?: Values; readonly header?: Values; readonly body?: unknown };
type Scalar = string | number | boolean | undefined;
type Values = Readonly<Record<string, Scalar | readonly Scalar[]>>;

async function send({ fetch: ask, url, key, csrf }: ClientOptions, method: Method, path: string, asked: Loose): Promise<Response> {
  const address = new URL(filled(path, asked.path ?? {}), url);
  for (const [name, value] of Object.entries(asked.query ?? {})) {
    for (const one of [value].flat()) if (one !== undefined) address.searchParams.append(name, String(one));
  }
  const isBinary = asked.body instanceof Uint8Array;
  const headers = new Headers();
  for (const [name, value] of Object.entries(asked.header ?? {})) if (value !== undefined) headers.set(name, [value].flat().join(","));
  if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
  if (csrf !== undefined && method !== "get") headers.set("x-csrf-token", csrf());
  if (asked.idempotencyKey !== undefined) headers.set("idempotency-key", asked.idempotencyKey);
  if (asked.body !== undefined) headers.set("content-type", isBinary ? "application/octet-stream" : "application/json");
  const body = asked.body === undefined ? {} : { body: isBinary ? (asked.body as Uint8Array<ArrayBuffer>) : JSON.stringify(asked.body) };
  return ask(address, { method: method.toUpperCase(), headers, ...body, ...(asked.signal === undefined ? {} : { signal: asked.signal }) }).catch((cause: unknown) => {
    // Whoever withdrew the question wants no answer, and no problem either.
    if (asked.signal?.aborted === true) throw cause;
    throw new ApiProblem(problem("unavailable", `${address.origin} does not answer (${reasonOf(cause)}): is vigie running, and is the address right?`), { cause });
  });
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause));

function filled(path: string, values: Values): string {
  return path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? String(values[name]) : "";
    // An address takes dots for steps through it, escaped ones too: the question would go elsewhere.
    if (value === "" || value === "." || value === "..") throw new ApiProblem(problem("not_found", `There is nothing that is called "${value}": give the ${name} as it is listed.`));
    return encodeURIComponent(value);
  });
}

async function answerOf(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  if (response.ok) return type.startsWith("application/json") ? response.json() : response;
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
  const refused = Problem.safeParse(await response.json().catch(() => undefined));
  // What stands between us and the API may answer in its place.
  const told = refused.success ? refused.data : problem("unavailable", `${new URL(response.url || "about:blank").origin} answered ${response.status}, and not as this API does: what stands before it?`);
  throw new ApiProblem(told, { retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined });
}
