import type { FastifyReply, FastifyRequest } from "fastify";
import {
  PackArchive, PackDifference, PackDifferenceQuery, PackImportFiles, PackImportQuery, PackImportReport, PackList, PackPath, PackVersionDetail, PackVersionList, PackVersionPath,
} from "../contract/rule-packs.ts";
import { DomainError } from "../core/index.ts";
import { comparePack, importPack, type ImportReport, listPacks, type PackVersion, packVersions, readArchive, readList, type Unpacked } from "../rulesets/index.ts";
import { HttpRefusal } from "./errors.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import type { RouteDeps } from "./deps.ts";

const IMPORT_BYTES = 64 * 1024 * 1024;
const ARCHIVES = ["application/zip", "application/octet-stream"];

/** Packs of rules: listed and compared. */
export const rulePackRoutes = ({ state }: RouteDeps): Routes => async (app) => {
  app.get(
    "/v1/rule-packs",
    { schema: { ...about("rules", "All packs of rules", "pack:read"), response: answers(PackList) } },
    async () => ({
      packs: (await listPacks(state)).map(({ origin, versions, newest }) => ({ name: newest.pack, origin, versions, newest: present(newest) })),
    }),
  );

  app.get(
    "/v1/rule-packs/:pack/versions",
    { schema: { ...about("rules", "The versions of a pack", "pack:read"), params: PackPath, response: answers(PackVersionList) } },
    async ({ params }) => ({
      versions: (await packVersions(state, params.pack)).map(present),
    }),
  );

  app.get(
    "/v1/rule-packs/:pack/versions/:version",
    { schema: { ...about("rules", "A version, with what of it cannot be used", "pack:read"), params: PackVersionPath, response: answers(PackVersionDetail) } },
    async ({ params }) => {
      const version = (await packVersions(state, params.pack)).find((one) => one.version === params.version);
      if (version === undefined) throw new DomainError("not_found", `Pack ${params.pack} has no version ${params.version}.`);
      return { version: present(version), refused: version.refused.map(presentRefused) };
    },
  );

  app.get(
    "/v1/rule-packs/:pack/diff",
    { schema: { ...about("rules", "What changed between two versions", "pack:read"), params: PackPath, querystring: PackDifferenceQuery, response: answers(PackDifference) } },
    async ({ params, query }) =>
      presentDifference(await comparePack(state, params.pack, query.from, query.to)),
  );

};

/** Packs of rules: imported, from an archive or a list of files. */
export const packImportRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.addContentTypeParser(ARCHIVES, { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  const turn = oneAtATime();
  const store = (request: FastifyRequest, pack: string, source: string, unpack: () => Promise<Unpacked>) =>
    turn.use(request, async () => presentImport(await importPack(state, callerOf(request), { pack, source, unpacked: await unpack() })));

  const importing = { bodyLimit: IMPORT_BYTES, onRequest: turn.take };
  const imported = { params: PackPath, querystring: PackImportQuery, response: answers(PackImportReport) };

  app.post(
    "/v1/rule-packs/:pack/versions",
    { ...importing, schema: { ...about("rules", "Import files as the next version of a pack", "pack:import"), ...imported, body: PackImportFiles } },
    async (request) =>
      store(request, request.params.pack, request.query.source, async () => readList(request.body.files)),
  );

  app.post(
    "/v1/rule-packs/:pack/archives",
    { ...importing, schema: { ...about("rules", "Import a zip archive as the next version of a pack", "pack:import"), ...imported, consumes: ARCHIVES, body: PackArchive } },
    async (request) =>
      store(request, request.params.pack, request.query.source, async () => {
        if (!Buffer.isBuffer(request.body)) throw new HttpRefusal("unsupported", "Send the archive as it is, as application/zip.");
        return readArchive(request.body);
      }),
  );
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

const present = ({ refused, importedAt, ...version }: PackVersion) => ({ ...version, importedAt: iso(importedAt), refused: refused.length });
const presentRefused = (refused: PackVersion["refused"][number]) => ({ ...refused, title: refused.title ?? null, id: refused.id ?? null });
const presentDifference = ({ added, removed, changed }: Awaited<ReturnType<typeof comparePack>>) => ({ added: [...added], removed: [...removed], changed: [...changed] });

const presentImport = ({ created, version, others, difference }: ImportReport) =>
  ({ created, version: present(version), refused: version.refused.map(presentRefused), others, difference: presentDifference(difference) });
