// The digest chain of a tenant, and the end of a tenant.
import type { z } from "zod";
import { eraseTenant, type KeptLink, linksOf, type Stores, verifyTenant } from "../collection/index.ts";
import { type ChainLink, Erase, Erasure, RemovedTenantPath } from "../contract/chain.ts";
import { TenantPath } from "../contract/shared.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";
import { NDJSON, orRefuse, sendLines, sendSteps } from "./steps.ts";

export type ChainDeps = Stores & Pick<RouteDeps, "log" | "callerOf">;

/** Whether stored events are what was stored. */
export const chainRoutes = ({ state, events, log, callerOf }: ChainDeps): Routes => async (app) => {
  app.get("/v1/tenants/:tenant/verify", { schema: { ...about("integrity", "Compare every stored event with the digest chain", "integrity:read"), ...NDJSON, params: TenantPath } }, async ({ params }, reply) =>
    sendSteps(reply, log, verifyTenant({ state, events }, params.tenant)),
  );

  app.get("/v1/tenants/:tenant/digests", { schema: { ...about("integrity", "The digest chain, to be kept elsewhere", "integrity:read"), ...NDJSON, params: TenantPath } }, async ({ params }, reply) =>
    sendLines(reply.header("content-disposition", `attachment; filename="${params.tenant}-digests.ndjson"`), exported(linksOf(state, params.tenant))),
  );

  // Not below the tenants: the configuration names this one no more.
  app.post("/v1/removed-tenants/:id/erase", { schema: { ...about("integrity", "Erase an organisation that is not at work any more: all of it but its journal, which is the proof", "organisation:manage"), params: RemovedTenantPath, body: Erase, response: answers(Erasure) } }, async (request) => {
    const { bytesGoneInMs, ...erasure } = await orRefuse(eraseTenant(state, events, callerOf(request), { tenant: request.params.id, reason: request.body.reason }));
    return { ...erasure, rows: { ...erasure.rows }, kept: { ...erasure.kept }, elsewhere: [...erasure.elsewhere], bytesGoneInSeconds: Math.ceil(bytesGoneInMs / 1000) };
  });
};

async function* exported(links: AsyncIterable<KeptLink>): AsyncGenerator<string> {
  for await (const link of links) yield `${JSON.stringify(present(link))}\n`;
}

const present = ({ storedAt, expiredAt, ...link }: KeptLink): z.infer<typeof ChainLink> => ({ ...link, stored: iso(storedAt), expired: isoOrNull(expiredAt) });
