import type { Reply } from "../dialect.ts";

// Clients of version 8 refuse to talk to a server that does not say so.
const PRODUCT = { "X-Elastic-Product": "Elasticsearch" };

/** An answer in JSON with the header by which clients know whom they talk to. */
export const reply = (status: number, body: string): Reply => ({ status, type: "application/json", body, headers: PRODUCT });

/** A plain-text answer. */
export const textReply = (body: string): Reply => ({ status: 200, type: "text/plain; charset=UTF-8", body, headers: PRODUCT });

/** An error as Elasticsearch words it. */
export function elasticError(status: number, type: string, reason: string): Reply {
  return reply(status, JSON.stringify({ error: { root_cause: [{ type, reason }], type, reason }, status }));
}
