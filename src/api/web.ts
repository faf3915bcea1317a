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

/** What a page may load: our own alone; style sheets that a library adds while it runs, by this answer's nonce. */
const policyOf = (nonce: string) => ({
  defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'", `'nonce-${nonce}'`], imgSrc: ["'self'", "data:", "blob:"], fontSrc: ["'self'"], connectSrc: ["'self'"],
  baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"],
});

type Served = {
  /** Where it was built to. */
  readonly folder: string;
  /** Nobody can guess it (CSP level 3, section 8.2). */
  readonly newNonce: () => string;
};

/** Serves the app; throws where none was built. */
export async function serveWeb(app: ApiServer, { folder, newNonce }: Served): Promise<void> {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  await app.register(helmet, { global: false });
  await app.register(statics, { root: folder, wildcard: false, index: false, cacheControl: false, preCompressed: true, setHeaders: (reply, path) => {
    void reply.header("cache-control", path.includes("/assets/") ? FOREVER : "no-cache");
  } });
  const showPage = (reply: FastifyReply): FastifyReply => {
    const nonce = newNonce();
    // Whether a site is reached by TLS alone is for the proxy before it to say.
    void reply.helmet({ contentSecurityPolicy: { useDefaults: false, directives: policyOf(nonce) }, strictTransportSecurity: false });
    return reply.type("text/html; charset=utf-8").send(page.replace(NONCE, nonce));
  };
  app.setNotFoundHandler(async (request, reply) => (isPage(request) ? showPage(reply) : answerUnknown(request, reply)));
}

/** A browser that goes to an address, and no program that asks the API. */
const isPage = ({ method, url, headers }: FastifyRequest): boolean => (method === "GET" || method === "HEAD") && !/^\/(?:v1|assets)\//.test(url) && (headers.accept ?? "").includes("text/html");
