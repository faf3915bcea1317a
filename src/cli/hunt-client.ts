import { DomainError } from "../core/index.ts";

/** Where the API is, and who asks for which tenant. */
export type Api = { readonly url: string; readonly key: string; readonly tenant: string };

/** Puts a question to the API; a refusal becomes a `DomainError` with its words, and shows the place in the query. */
export async function askApi<Answer>({ url, key, tenant }: Api, path: string, asked: Readonly<Record<string, unknown>>): Promise<Answer> {
  const response = await send(new URL(`/v1/tenants/${encodeURIComponent(tenant)}/${path}`, url), key, asked);
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Answer;
  const { message, column } = refusalIn(body);
  const words = message ?? `${url} answered ${response.status}`;
  throw new DomainError(response.status === 404 ? "not_found" : response.status === 403 || response.status === 401 ? "forbidden" : "invalid", `${words}${pointer(asked["query"], column)}`);
}

async function send(url: URL, key: string, asked: object): Promise<Response> {
  try {
    return await fetch(url, { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify(asked) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new DomainError("invalid", `${url.origin} does not answer (${cause}): is vigie running, and is --url right?`, { cause: error });
  }
}

function refusalIn(body: unknown): { readonly message?: string; readonly column?: number } {
  if (typeof body !== "object" || body === null) return {};
  const { detail, column } = body as Readonly<Record<string, unknown>>;
  return { ...(typeof detail === "string" ? { message: detail } : {}), ...(typeof column === "number" ? { column } : {}) };
}

const SHOWN_CHARS = 40;

/** The part of the query around the column; the message has it in words as well. */
function pointer(query: unknown, column: number | undefined): string {
  if (typeof query !== "string" || column === undefined) return "";
  const from = Math.max(0, column - 1 - SHOWN_CHARS);
  return ` — at: ${query.slice(from, column - 1)}▶${query.slice(column - 1, column - 1 + SHOWN_CHARS)}`;
}
