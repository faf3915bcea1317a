// Hunting over HTTP. The server has checked key and tenant before any of this runs; the tenant comes from the path alone.
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest, FastifySchema } from "fastify";
import type { z } from "zod";
import { problem, type Problem } from "../contract/problem.ts";
import {
  AroundAnswer, AroundRequest, ExportRequest, FieldsAnswer, FieldsRequest, HistogramAnswer, HistogramRequest, IndicatorsAnswer, IndicatorsRequest, SearchAnswer,
  SearchRequest, TopAnswer, TopRequest,
} from "../contract/search.ts";
import { TenantPath } from "../contract/shared.ts";
import { StoreError, type StoreErrorCode } from "../events/index.ts";
import { countByTime, eventsAround, exportEvents, findIndicators, listFields, QueryError, searchEvents, topValues, type Hunting } from "../hunt/index.ts";
import { sendProblem } from "./errors.ts";
import { about, answers, type Routes } from "./routes.ts";

const EVENTS = "/v1/tenants/:tenant/events";

/** Searches of a tenant's events; GET takes the same in the address that POST takes as JSON. */
export const searchRoutes = (hunting: Hunting): Routes => async (app) => {
  // The server validates by the schema, so what arrives in a handler is what the contract says.
  const both = <Asked extends z.ZodType, Told extends z.ZodType>({ name, summary, asked, told }: Shape<Asked, Told>, answer: Answer<z.infer<Asked>, z.infer<Told>>): void => {
    const schema = { ...about("events", summary, "event:search"), params: TenantPath, response: answers(told) };
    const inAddress: FastifySchema = { ...schema, querystring: asked };
    const inBody: FastifySchema = { ...schema, body: asked };
    app.get(`${EVENTS}/${name}`, { schema: inAddress }, async (request, reply) => answer(hunting, askingOf(request, reply), request.query as z.infer<Asked>));
    app.post(`${EVENTS}/${name}`, { schema: inBody }, async (request, reply) => answer(hunting, askingOf(request, reply), request.body as z.infer<Asked>));
  };
  both({ name: "search", summary: "Events, newest first, in pages", asked: SearchRequest, told: SearchAnswer }, searchEvents);
  both({ name: "histogram", summary: "How many events, by time", asked: HistogramRequest, told: HistogramAnswer }, countByTime);
  both({ name: "top", summary: "The most frequent values of a field", asked: TopRequest, told: TopAnswer }, topValues);
  both({ name: "fields", summary: "Which fields there are, and how many events have each", asked: FieldsRequest, told: FieldsAnswer }, listFields);
  both({ name: "around", summary: "What happened before and after an event", asked: AroundRequest, told: AroundAnswer }, eventsAround);

  const exporting = { ...about("events", "Events as NDJSON or CSV, streamed", "event:export"), params: TenantPath, produces: Object.values(EXPORT_TYPES) };
  app.get(`${EVENTS}/export`, { schema: { ...exporting, querystring: ExportRequest } }, async (request, reply) => sendExport(hunting, request, reply, request.query));
  app.post(`${EVENTS}/export`, { schema: { ...exporting, body: ExportRequest } }, async (request, reply) => sendExport(hunting, request, reply, request.body));

  const indicators = { ...about("events", "Which of many indicators occur", "event:search"), params: TenantPath, body: IndicatorsRequest, response: answers(IndicatorsAnswer) };
  app.post(`${EVENTS}/indicators`, { bodyLimit: INDICATORS_BYTES, schema: indicators }, async (request, reply) => findIndicators(hunting, askingOf(request, reply), request.body));

  app.setErrorHandler((error, _request, reply) => {
    const refused = refusalOf(error);
    // What is no refusal of a search is answered as everywhere.
    if (refused === undefined) throw error;
    return sendProblem(reply, refused);
  });
};

type Shape<Asked, Told> = { readonly name: string; readonly summary: string; readonly asked: Asked; readonly told: Told };
type Caller = { readonly tenant: string; readonly signal: AbortSignal };
type Answer<Asked, Told> = (hunting: Hunting, caller: Caller, asked: Asked) => Promise<Told>;

// As many values as the contract allows of each kind, long ones.
const INDICATORS_BYTES = 48 * 1024 * 1024;

/** Whose events, and until when: a search ends when its client goes away before the answer is there. */
function askingOf(request: FastifyRequest, { raw }: FastifyReply): Caller {
  const gone = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished) gone.abort();
  });
  return { tenant: (request.params as z.infer<typeof TenantPath>).tenant, signal: gone.signal };
}

const EXPORT_TYPES = { ndjson: "application/x-ndjson; charset=utf-8", csv: "text/csv; charset=utf-8" } as const;

function sendExport(hunting: Hunting, request: FastifyRequest, reply: FastifyReply, asked: ExportRequest): FastifyReply {
  const pieces = exportEvents(hunting, askingOf(request, reply), asked);
  return reply.type(EXPORT_TYPES[asked.format]).header("content-disposition", `attachment; filename="events.${asked.format}"`).send(Readable.from(pieces));
}

// The store's own words may tell of its insides: they are for the operator.
const SAY = {
  invalid: "The search has too many or too long values: leave some out.",
  cancelled: "The search was withdrawn.",
  timeout: "The search took longer than timeoutMs: narrow it by a field with a column, or by a shorter time.",
  too_much: "The search needs more memory than one may have: narrow it by a field with a column, or by a shorter time.",
  busy: "The event store has too many searches at once: ask again in some seconds.",
  unavailable: "The event store does not answer: ask again in some seconds.",
  failed: undefined,
} as const satisfies Record<StoreErrorCode, string | undefined>;

function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof QueryError) return { ...problem("invalid", error.message), ...(error.column === undefined ? {} : { column: error.column }) };
  if (!(error instanceof StoreError)) return undefined;
  const message = SAY[error.code];
  // A failure is a bug, of ours or the store's: the server logs it.
  return message === undefined ? undefined : problem(error.code, message);
}
