import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  PackDifference, PackDifferenceQuery, PackImportFiles, PackImportQuery, PackImportReport, PackList, PackPath, PackVersionDetail, PackVersionList, PackVersionPath,
} from "../contract/rule-packs.ts";
import { DomainError } from "../core/index.ts";
import { comparePack, importPack, listPacks, type PackVersion, packVersions, readArchive, readList, type Unpacked } from "../rulesets/index.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import type { RouteDeps } from "./server.ts";

const IMPORT_BYTES = 64 * 1024 * 1024;
const ARCHIVES = ["application/zip", "application/octet-stream"];

/** Packs of rules: listed, imported, compared. */
export const rulePackRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.get("/v1/rule-packs", { schema: { ...about("rules", "All packs of rules"), response: answers(PackList) } }, async () => ({
    packs: (await listPacks(state)).map(({ origin, versions, newest }) => ({ name: newest.pack, origin, versions, newest: present(newest) })),
  }));

  app.get("/v1/rule-packs/:pack/versions", { schema: { ...about("rules", "The versions of a pack"), params: PackPath, response: answers(PackVersionList) } }, async ({ params }) => ({
    versions: (await packVersions(state, params.pack)).map(present),
  }));

  app.get("/v1/rule-packs/:pack/versions/:version", { schema: { ...about("rules", "A version, with what of it cannot be used"), params: PackVersionPath, response: answers(PackVersionDetail) } }, async ({ params }) => {
    const version = (await packVersions(state, params.pack)).find((one) => one.version === params.version);
    if (version === undefined) throw new DomainError("not_found", `Pack ${params.pack} has no version ${params.version}.`);
    return { version: present(version), refused: version.refused.map(presentRefused) };
  });

  app.get("/v1/rule-packs/:pack/diff", { schema: { ...about("rules", "What changed between two versions"), params: PackPath, querystring: PackDifferenceQuery, response: answers(PackDifference) } }, async ({ params, query }) =>
    presentDifference(await comparePack(state, params.pack, query.from, query.to)));

  app.addContentTypeParser(ARCHIVES, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  const turn = oneAtATime();
  app.post("/v1/rule-packs/:pack/versions", { bodyLimit: IMPORT_BYTES, onRequest: turn.take, schema: { ...about("rules", "Import a pack as its next version"), consumes: ["application/json", ...ARCHIVES], params: PackPath, querystring: PackImportQuery, body: PackBody, response: answers(PackImportReport) } }, (request) =>
    turn.use(request, async () => {
      const unpacked = await unpack(request.body);
      const report = await importPack(state, callerOf(request), { pack: request.params.pack, source: request.query.source, unpacked });
      return { created: report.created, version: present(report.version), refused: report.version.refused.map(presentRefused), others: report.others, difference: presentDifference(report.difference) };
    }));
};

/** Lets one import in, before its body is read: each takes some hundred megabytes while it is unpacked. */
function oneAtATime() {
  let holder: FastifyRequest | undefined;
  const atWork = new WeakSet<FastifyRequest>();
  const leave = (request: FastifyRequest) => {
    if (holder === request) holder = undefined;
  };
  return {
    take: async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      if (holder !== undefined) throw new DomainError("conflict", "Another import is running: try again when it is done.");
      holder = request;
      // A request that is refused, or breaks, before the route is reached.
      reply.raw.once("close", () => {
        if (!atWork.has(request)) leave(request);
      });
    },
    use: async <T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> => {
      atWork.add(request);
      return work().finally(() => leave(request));
    },
  };
}

/** A zip archive as it is, or files as JSON. */
const PackBody = z.union([z.instanceof(Buffer), PackImportFiles]);

async function unpack(body: z.infer<typeof PackBody>): Promise<Unpacked> {
  return Buffer.isBuffer(body) ? readArchive(body) : readList(body.files);
}

const present = ({ refused, importedAt, ...version }: PackVersion) => ({ ...version, importedAt: iso(importedAt), refused: refused.length });
const presentRefused = (refused: PackVersion["refused"][number]) => ({ ...refused, title: refused.title ?? null, id: refused.id ?? null });
const presentDifference = ({ added, removed, changed }: Awaited<ReturnType<typeof comparePack>>) => ({ added: [...added], removed: [...removed], changed: [...changed] });
