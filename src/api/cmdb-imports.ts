// Files of assets: worked out first, then put in.
import { AssetChangeList } from "../contract/cmdb.ts";
import { AssetImport, AssetImportList, AssetImportPath, AssetImportQuery, ImportAssets, ImportRowQuery } from "../contract/cmdb-import.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import type { z } from "zod";
import { type AssetImport as Import, assetImport, assetImportRows, importAssets, listAssetImports } from "../cmdb/index.ts";
import { presentChange } from "./cmdb-assets.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, type Routes } from "./routes.ts";

const IMPORTS = "/v1/tenants/:tenant/asset-imports";
// A file of some hundred thousand assets, as base64.
const IMPORT_BYTES = 96 * 1024 * 1024;

/** Imports of assets. */
export const assetImportRoutes = ({ state, newId, callerOf }: RouteDeps): Routes => async (app) => {
  // Each takes some hundred megabytes while it is worked out.
  let isRunning = false;
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isRunning) throw new DomainError("conflict", "Another import of assets is running: try again when it is done.");
    isRunning = true;
    try {
      return await work();
    } finally {
      isRunning = false;
    }
  };

  app.post(IMPORTS, { bodyLimit: IMPORT_BYTES, schema: { ...about("assets", "Import a file of assets, or work out what it would change", "asset:import"), params: TenantPath, body: ImportAssets, response: answers(AssetImport) } }, async (request) => {
    const { file, ...asked } = request.body;
    return present(await alone(() => importAssets({ state, newId }, callerOf(request), request.params.tenant, { ...asked, id: newId(), bytes: bytesOf(file) })));
  });

  app.get(IMPORTS, { schema: { ...about("assets", "Imports, and the last dry run of each source, the newest first", "asset:read"), params: TenantPath, querystring: AssetImportQuery, response: answers(AssetImportList) } }, async ({ params, query }) => {
    const imports = await listAssetImports(state, params.tenant, query);
    return { imports: imports.map(present), next: imports.length < query.limit ? null : (imports.at(-1)?.id ?? null) };
  });

  app.get(`${IMPORTS}/:import`, { schema: { ...about("assets", "One import", "asset:read"), params: AssetImportPath, response: answers(AssetImport) } }, async ({ params }) => present(await assetImport(state, params.tenant, params.import)));

  app.get(`${IMPORTS}/:import/rows`, { schema: { ...about("assets", "What an import changed or would change, row by row", "asset:read"), params: AssetImportPath, querystring: ImportRowQuery, response: answers(AssetChangeList) } }, async ({ params, query }) => {
    const changes = await assetImportRows(state, params.tenant, params.import, query);
    return { changes: changes.map(presentChange), next: changes.length < query.limit ? null : (changes.at(-1)?.seq ?? null) };
  });
};

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  // Node reads base64 up to the first character that is none, and says nothing.
  if (Math.abs(bytes.length - Math.floor((base64.replaceAll("=", "").length * 3) / 4)) > 1) throw new DomainError("invalid", "file: it is no base64.");
  return bytes;
}

const present = ({ id, source, sourceKind, state, fileName, fileDigest, askedBy, askedAt, reading, counts, refusal }: Import): z.infer<typeof AssetImport> => ({
  id, source, sourceKind, state, fileName, fileDigest, askedBy, refusal, askedAt: iso(askedAt),
  reading: { ...reading, columns: [...reading.columns], unusedColumns: [...reading.unusedColumns] },
  counts: { ...counts, unknownTeams: [...counts.unknownTeams], unknownServices: [...counts.unknownServices], unknownZones: [...counts.unknownZones] },
});
