// The web app, as it was built: its files, and its one page for every address that is a page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import helmet from "@fastify/helmet";
import statics from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import { answerUnknown } from "./errors.ts";
import type { ApiServer } from "./routes.ts";

const NONCE = "%STYLE_NONCE%";
// Names hold a digest of the content: what has such a name never changes.
const FOREVER = "public, max-age=31536000, immutable";

/** Serves the app that was built into `folder`; throws where there is none. */
export async function serveWeb(app: ApiServer, folder: string): Promise<void> {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  await app.register(helmet, { global: false, enableCSPNonces: true, contentSecurityPolicy: { useDefaults: false, directives: {
    defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", "data:", "blob:"], fontSrc: ["'self'"], connectSrc: ["'self'"], manifestSrc: ["'self'"],
    baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"],
  } }, strictTransportSecurity: false });
  await app.register(statics, { root: folder, wildcard: false, index: false, serve: true, cacheControl: false, setHeaders: (reply, path) => {
    void reply.header("cache-control", path.includes("/assets/") ? FOREVER : "no-cache");
  } });
  const showPage = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    await reply.helmet();
    return reply.type("text/html; charset=utf-8").send(page.replace(NONCE, reply.cspNonce.style));
  };
  app.setNotFoundHandler(async (request, reply) => (isPage(request) ? showPage(request, reply) : answerUnknown(request, reply)));
}

/** A browser that goes to an address, and no program that asks the API. */
const isPage = ({ method, url, headers }: FastifyRequest): boolean => (method === "GET" || method === "HEAD") && !/^\/(?:v1\/|assets\/)/.test(url) && (headers.accept ?? "").includes("text/html");
