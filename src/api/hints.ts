// Where systems of clients say that something changed there.
import { HintPath } from "../contract/connectors.ts";
import { z } from "zod";
import { Problem } from "../contract/problem.ts";
import { takeHint } from "../requests/index.ts";
import rateLimit from "@fastify/rate-limit";
import type { RouteDeps } from "./deps.ts";
import { open, type Routes } from "./routes.ts";

export const HINTS = "/v1/hints/:hook";

const LONGEST = 256 * 1024;
// A system that tells of each of its changes; what comes too often is asked for in the next round all the same.
const A_MINUTE = 600;

/** Anybody may call, and only who signs is heard. */
export const hintRoutes = (deps: RouteDeps): Routes => async (app) => {
  await app.register(rateLimit, { max: A_MINUTE, timeWindow: 60_000 });
  // The signature is one of bytes: nothing may read them before.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: LONGEST }, (_request, body, done) => done(null, body));
  app.post(HINTS, { bodyLimit: LONGEST, schema: { ...open("connectors", "Something changed on the other side: it is asked at once. The body is signed, and not read"), params: HintPath, response: { 202: z.null(), default: Problem } } }, async ({ headers, params: { hook }, body }, reply) => {
    const lines = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]));
    await takeHint(deps, hook, lines, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
    return reply.code(202).send(null);
  });
};
