// The part of Elasticsearch's HTTP API that shippers speak: the handshake and the bulk request.
import { type Call, type Dialect, type Refusal, REFUSALS, type Reply, type Route, type Why } from "../dialect.ts";
import { isObject, trimmed } from "../lines.ts";
import { answerBulk } from "./answer-bulk.ts";
import { elasticError, reply } from "./answers.ts";
import { parseFilterPath } from "./filter-path.ts";
import { type BulkItem, frameBulk } from "./frame-bulk.ts";
import { handshake } from "./handshake.ts";

/** Elasticsearch's bulk API. It answers every path, also those that it does not know. */
export const elastic: Dialect = {
  transport: "bulk",
  route: (method, path) => {
    const { needs, answer } = findRoute(method, path);
    return { needs, answer: async (call) => asAsked(call.headers.accept, await answer(call)) };
  },
  refuse: (refusal, headers) => asAsked(headers.accept, refused(refusal)),
  // rsyslog's omelasticsearch, which alone does not name itself, files a batch away as failed whatever the answer's
  // status (mended in April 2026, rsyslog pull request 6746).
  dropsRefused: (headers) => headers["user-agent"] === undefined,
};

function findRoute(method: string, path: readonly string[]): Route {
  if ((method === "POST" || method === "PUT") && path.at(-1) === "_bulk" && path.length <= 2) return bulk;
  return isOneDocument(method, path) ? oneDocument : handshake(method, path);
}

const bulk: Route = {
  needs: "body",
  answer: async ({ path, query, body, bounds, deliver }) => {
    const startedMs = performance.now();
    const framed = frameBulk(body, path.length === 2 ? path[0] : (query.get("index") ?? undefined), bounds.maxLines);
    if (!framed.ok) return elasticError(400, "illegal_argument_exception", framed.reason);
    if (framed.items.length === 0) return elasticError(400, "parse_exception", "request body is required");
    await deliver(documentsOf(framed.items));
    const tookMs = Math.round(performance.now() - startedMs);
    return reply(200, answerBulk(framed.items, tookMs, parseFilterPath(query.get("filter_path"))));
  },
};

// What is no JSON object is kept as text, to be looked at: a shipper throws away what is refused for good.
function documentsOf(items: readonly BulkItem[]): Parameters<Call["deliver"]>[0] {
  const json: Uint8Array[] = [];
  const text: Uint8Array[] = [];
  for (const item of items) if ("document" in item) (isObject(item.document) ? json : text).push(item.document);
  return { json, text };
}

/** `POST /logs/_doc`, `PUT /logs/_create/1`: rsyslog without bulkmode, and scripts. */
const isOneDocument = (method: string, [, api = "", ...rest]: readonly string[]): boolean =>
  (method === "POST" || method === "PUT") && (api === "_doc" || api === "_create") && rest.length <= 1;

const oneDocument: Route = {
  needs: "body",
  answer: async ({ path: [index = "", , id], body, deliver }) => {
    const document = trimmed(body, 0, body.length);
    if (document === undefined) return elasticError(400, "parse_exception", "request body is required");
    const item: BulkItem = { action: { operation: "create", index, id }, document };
    await deliver(documentsOf([item]));
    const { items } = JSON.parse(answerBulk([item], 0, [[]])) as { items: [{ create: object }] };
    return reply(201, JSON.stringify(items[0].create));
  },
};

const TYPES = {
  "no-token": "security_exception",
  "bad-authorization": "security_exception",
  "unknown-token": "security_exception",
  full: "es_rejected_execution_exception",
  "too-large": "content_too_long_exception",
  "bad-body": "parse_exception",
  "unknown-encoding": "content_type_exception",
  failed: "unavailable_shards_exception",
} as const satisfies Record<Why, string>;

function refused({ why, text }: Refusal): Reply {
  const answer = elasticError(REFUSALS[why], TYPES[why], text);
  return REFUSALS[why] === 401 ? { ...answer, headers: { ...answer.headers, "WWW-Authenticate": `Basic realm="vigie", charset="UTF-8"` } } : answer;
}

// Clients of version 8 and 9 ask for their own media type, and some check that they got it.
const VENDOR = /application\/vnd\.elasticsearch\+json;\s*compatible-with=\d{1,2}/;

function asAsked(accept: string | undefined, answer: Reply): Reply {
  const type = VENDOR.exec((accept ?? "").slice(0, 200))?.[0];
  return type === undefined ? answer : { ...answer, type };
}
