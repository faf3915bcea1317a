// Hunting over HTTP: each route checks the caller's tenant, understands the request by the contract and calls a verb.
import { Readable } from "node:stream";
import type { FastifyPluginCallback, FastifyReply, FastifyRequest, FastifySchema } from "fastify";
import { z } from "zod";
import {
  AroundAnswer, AroundRequest, ExportRequest, FieldsAnswer, FieldsRequest, HistogramAnswer, HistogramRequest, IndicatorsAnswer, IndicatorsRequest, SearchAnswer,
  SearchRequest, TopAnswer, TopRequest,
} from "../contract/search.ts";
import { StoreError, type StoreErrorCode } from "../events/index.ts";
import { countByTime, eventsAround, exportEvents, findIndicators, listFields, QueryError, searchEvents, topValues, type Hunting } from "../hunt/index.ts";

export type SearchDeps = {
  readonly hunting: Hunting;
  /** Throws a `DomainError` if the caller may not see this tenant. */
  readonly requireTenant: (request: FastifyRequest, tenant: string) => void | Promise<void>;
};

const Params = z.object({ tenant: z.string().min(1).max(63) });

type Caller = { readonly tenant: string; readonly signal: AbortSignal };
type Answer<Asked, Told> = (hunting: Hunting, caller: Caller, asked: Asked) => Promise<Told>;

/** The routes under /v1/tenants/{tenant}/events; GET takes the same in the address that POST takes as JSON. */
export const searchRoutes =
  ({ hunting, requireTenant }: SearchDeps): FastifyPluginCallback =>
  (app, _, done) => {
    const callerOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Caller> => {
      const { tenant } = request.params as z.infer<typeof Params>;
      await requireTenant(request, tenant);
      return { tenant, signal: signalOf(reply) };
    };

    // The server validates by the schema, so what arrives here is what the contract says.
    const both = <Asked extends z.ZodType, Told extends z.ZodType>(name: string, asked: Asked, told: Told, answer: Answer<z.infer<Asked>, z.infer<Told>>): void => {
      const url = `/v1/tenants/:tenant/events/${name}`;
      const response = { 200: told };
      const inAddress: FastifySchema = { params: Params, querystring: asked, response };
      const inBody: FastifySchema = { params: Params, body: asked, response };
      app.get(url, { schema: inAddress }, async (request, reply) => answer(hunting, await callerOf(request, reply), request.query as z.infer<Asked>));
      app.post(url, { schema: inBody }, async (request, reply) => answer(hunting, await callerOf(request, reply), request.body as z.infer<Asked>));
    };

    both("search", SearchRequest, SearchAnswer, searchEvents);
    both("histogram", HistogramRequest, HistogramAnswer, countByTime);
    both("top", TopRequest, TopAnswer, topValues);
    both("fields", FieldsRequest, FieldsAnswer, listFields);
    both("around", AroundRequest, AroundAnswer, eventsAround);

    const sendExport = (pieces: AsyncGenerator<string>, reply: FastifyReply, { format }: ExportRequest): FastifyReply =>
      reply.type(EXPORT_TYPES[format]).header("content-disposition", `attachment; filename="events.${format}"`).send(Readable.from(pieces));
    const url = "/v1/tenants/:tenant/events";
    app.get(`${url}/export`, { schema: { params: Params, querystring: ExportRequest } }, async (request, reply) => {
      const asked = request.query as ExportRequest;
      return sendExport(exportEvents(hunting, await callerOf(request, reply), asked), reply, asked);
    });
    app.post(`${url}/export`, { schema: { params: Params, body: ExportRequest } }, async (request, reply) => {
      const asked = request.body as ExportRequest;
      return sendExport(exportEvents(hunting, await callerOf(request, reply), asked), reply, asked);
    });

    app.post(`${url}/indicators`, { bodyLimit: INDICATORS_BYTES, schema: { params: Params, body: IndicatorsRequest, response: { 200: IndicatorsAnswer } } }, async (request, reply) =>
      findIndicators(hunting, await callerOf(request, reply), request.body as IndicatorsRequest));

    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof QueryError) return reply.code(400).send({ code: error.code, message: error.message, column: error.column });
      if (error instanceof StoreError) return reply.code(STATUSES[error.code]).send({ code: error.code, message: SAY[error.code] ?? error.message });
      throw error;
    });
    done();
  };

const EXPORT_TYPES = { ndjson: "application/x-ndjson; charset=utf-8", csv: "text/csv; charset=utf-8" } as const;

// Five thousand of the longest values.
const INDICATORS_BYTES = 48 * 1024 * 1024;

// 499 is nobody's standard, and nobody is there to read it.
const STATUSES: Readonly<Record<StoreErrorCode, number>> = { invalid: 400, cancelled: 499, timeout: 504, too_much: 422, busy: 503, unavailable: 503, failed: 500 };

// What the store itself says is for the operator's log.
const SAY: Partial<Readonly<Record<StoreErrorCode, string>>> = {
  timeout: "the search took longer than timeoutMs: narrow it by a field with a column or a shorter time",
  too_much: "the search needs more memory than one may have: narrow it by a field with a column or a shorter time",
  busy: "the event store has too many searches at once: ask again in some seconds",
  unavailable: "the event store does not answer: ask again in some seconds",
  failed: "the event store failed; the log of the server tells why",
};

/** Aborted when the client goes away before it has its answer. */
function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
