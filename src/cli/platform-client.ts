// Commands that ask a running platform.
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { ApiProblem, type Client, createClient } from "../contract/client.ts";
import { DomainError, type ErrorCode } from "../core/index.ts";
import { UsageError } from "./command.ts";

/** Where the API is, and the key that it asks for. */
export type Platform = { readonly url: string; readonly key: string };

/** The options of such a command, for `parseOptions`. */
export const PLATFORM_OPTIONS = { url: { type: "string" }, key: { type: "string" } } as const;

/** As they stand in a usage text. */
export const PLATFORM_USAGE = `  --url URL      where vigie is; default: VIGIE_URL, else http://127.0.0.1:8080
  --key KEY      default: VIGIE_KEY`;

/** The platform that options and environment name. */
export function platformOf({ url, key }: { readonly url?: string | undefined; readonly key?: string | undefined }): Platform {
  const found = key ?? process.env["VIGIE_KEY"] ?? "";
  if (found === "") throw new UsageError("give the key: --key KEY or VIGIE_KEY");
  return { url: url ?? process.env["VIGIE_URL"] ?? "http://127.0.0.1:8080", key: found };
}

/** Asks by the typed client; what is refused ends the command, in the API's words. */
export async function askPlatform<Answer>({ url, key }: Platform, ask: (client: Client) => Promise<Answer>): Promise<Answer> {
  try {
    return await ask(createClient({ fetch, url, key }));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    throw new DomainError(codeOf(error.problem.status), error.problem.detail, { cause: error });
  }
}

/** A path of the API, its parts escaped. */
export const pathOf = (...parts: readonly string[]): string => `/v1/${parts.map(encodeURIComponent).join("/")}`;

/** Gets an answer in JSON. */
export async function getAnswer<Answer>(platform: Platform, path: string): Promise<Answer> {
  return (await (await send(platform, path)).json()) as Answer;
}

/** Sends a change, and gets what became of it. */
export async function sendChange<Answer>(platform: Platform, path: string, body: object, how: How = {}): Promise<Answer> {
  return (await (await send(platform, path, body, how)).json()) as Answer;
}

/** Takes something away. */
export async function sendRemoval(platform: Platform, path: string): Promise<void> {
  await send(platform, path, undefined, { method: "DELETE" });
}

/** The body of an answer, as it comes. */
export async function streamOf(platform: Platform, path: string): Promise<NonNullable<Response["body"]>> {
  const { body } = await send(platform, path);
  if (body === null) throw new DomainError("invalid", `${platform.url} answered nothing`);
  return body;
}

type Failed = { readonly type: "failed"; readonly message: string };

/** The steps of work that takes long, as they come; throws if it fails on the way. With a body it is a POST. */
export async function* stepsOf<Step extends { readonly type: string }>(platform: Platform, path: string, body?: object): AsyncGenerator<Exclude<Step, Failed>> {
  const response = await send(platform, path, body);
  if (response.body === null) throw new DomainError("invalid", `${platform.url} answered nothing`);
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
    const step = JSON.parse(line) as Step | Failed;
    if (isFailed(step)) throw new DomainError("conflict", step.message);
    yield step as Exclude<Step, Failed>;
  }
}

const isFailed = (step: { readonly type: string }): step is Failed => step.type === "failed";

type How = { readonly method?: "POST" | "PUT" | "PATCH" | "DELETE"; readonly headers?: Readonly<Record<string, string>> };

async function send({ url, key }: Platform, path: string, body?: object, { method = body === undefined ? undefined : "POST", headers = {} }: How = {}): Promise<Response> {
  const address = new URL(path, url);
  const asked = { ...(method === undefined ? {} : { method }), ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(address, { ...asked, headers: { ...headers, authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) } }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new DomainError("invalid", `${address.origin} does not answer (${cause}): is vigie running, and is --url right?`, { cause: error });
  });
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => undefined);
  const { detail } = (answer ?? {}) as { readonly detail?: unknown };
  throw new DomainError(codeOf(response.status), typeof detail === "string" ? detail : `${address.origin} answered ${response.status}`);
}

const codeOf = (status: number): ErrorCode => (status === 404 ? "not_found" : status === 401 || status === 403 ? "forbidden" : "invalid");
