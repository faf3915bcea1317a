import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { Readiness } from "../contract/tenants.ts";
import type { Routes } from "./routes.ts";
import type { RouteDeps } from "./deps.ts";

/** Liveness, readiness, figures and the description of the API itself. */
export const healthRoutes = ({ readiness, metrics }: RouteDeps, guard: (request: FastifyRequest, reply: FastifyReply) => Promise<void>): Routes => async (app) => {
  app.get(
    "/healthz",
    { schema: { tags: ["health"], summary: "Whether this process answers", response: { 200: z.object({ alive: z.literal(true) }) } } },
    async () => ({ alive: true as const }),
  );

  app.get(
    "/readyz",
    { schema: { tags: ["health"], summary: "Whether every part does its work", response: { 200: Readiness, 503: Readiness } } },
    async (_request, reply) => {
      const parts = await readiness();
      const ready = parts.every((part) => part.ready);
      return reply.code(ready ? 200 : 503).send({ ready, parts });
    },
  );

  app.get(
    "/metrics",
    { onRequest: guard, schema: { tags: ["health"], summary: "Figures for Prometheus; from another machine with the key", hide: false } },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()),
  );

  app.get(
    "/openapi.json",
    { schema: { hide: true } },
    async (_request, reply) => reply.send(app.swagger()),
  );
};
