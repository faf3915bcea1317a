// Sources that are added while the platform runs: taken up at once, without a restart.
import type { z } from "zod";
import type { AdoptDeps } from "../collection/index.ts";
import type { ListenerConfig } from "../config/index.ts";
import { AddedSource, AddSource, ChangeSource, ListenerList, SourceWithToken } from "../contract/sources.ts";
import { SourcePath } from "../contract/source-health.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { findTechnology, type Technology } from "../normalise/index.ts";
import { addSource, type AddedSource as Added, changeSource, getAddedSource, type GivenSource, removeSource, renewToken } from "../tenants/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, type Routes } from "./routes.ts";

export type SourceDeps = RouteDeps & {
  readonly technologies: readonly Technology[];
  readonly listeners: () => readonly Pick<ListenerConfig, "name" | "protocol" | "port" | "tls">[];
  readonly ofSender: AdoptDeps["ofSender"];
  /** Makes `ofSender` know of a change before it is answered: who claims a sender adopts its lines next. */
  readonly reloadSources?: (() => Promise<void>) | undefined;
};

const TAG = "sources";
const ALL = "/v1/tenants/:tenant/sources";
const ONE = `${ALL}/:source`;

export const sourceRoutes = (deps: SourceDeps): Routes => async (app) => {
  const { state, tenants, listeners, callerOf, reloadTenants, publicUrl } = deps;
  const taken = async (): Promise<void> => {
    await deps.reloadSources?.();
    await reloadTenants();
  };
  const isConfigured = (tenant: string, name: string): boolean => tenants().find(({ id }) => id === tenant)?.sources.some((source) => source.name === name && source.origin !== "api") === true;

  app.get("/v1/listeners", { schema: { ...about(TAG, "Where lines may be sent to", "own"), response: answers(ListenerList) } }, async () => ({
    host: publicUrl().hostname,
    listeners: listeners().map(({ name, protocol, port, tls }) => ({ name, protocol, port: port === 0 ? null : port, isEncrypted: tls !== undefined, takesTokens: protocol === "http" })),
  }));

  app.post(ALL, { schema: { ...about(TAG, "Add a source; its token is shown once", "source:change"), params: TenantPath, body: AddSource, response: answers(SourceWithToken) } }, async (request) => {
    const { tenant } = request.params;
    const { name, token: wantsToken, ...given } = request.body;
    if (isConfigured(tenant, name)) throw new DomainError("conflict", `The configuration names a source ${name} of ${tenant}: take another name, or change it there.`);
    check(deps, { tenant, source: name }, given);
    if (!wantsToken && Object.values(given.claim).every((list) => list.length === 0)) throw new DomainError("invalid", "claim: say by what its lines are known, or ask for a token; else none would ever be its.");
    const { source, token } = await addSource(state, callerOf(request), tenant, { name, wantsToken, ...given });
    await taken();
    return { source: present(source), token };
  });

  app.get(`${ONE}/claim`, { schema: { ...about(TAG, "By what the lines of an added source are known", "source:read"), params: SourcePath, response: answers(AddedSource) } }, async ({ params }) => present(await getAddedSource(state, params.tenant, params.source)));

  app.put(ONE, { schema: { ...about(TAG, "Say anew what an added source is; its token stays", "source:change"), params: SourcePath, body: ChangeSource, response: answers(AddedSource) } }, async (request) => {
    const { tenant, source } = request.params;
    check(deps, { tenant, source }, request.body);
    const changed = await changeSource(state, callerOf(request), tenant, source, request.body);
    await taken();
    return present(changed);
  });

  app.post(`${ONE}/token`, { schema: { ...about(TAG, "Give an added source another token; the one before counts no more", "source:change"), params: SourcePath, response: answers(SourceWithToken) } }, async (request) => {
    const { source, token } = await renewToken(state, callerOf(request), request.params.tenant, request.params.source);
    return { source: present(source), token };
  });

  app.delete(ONE, { schema: { ...about(TAG, "Take an added source away; what it sent stays", "source:change"), params: SourcePath, response: answers(AddedSource) } }, async (request) => {
    const removed = await removeSource(state, callerOf(request), request.params.tenant, request.params.source);
    await taken();
    return present(removed);
  });
};

/** Refuses what nobody could send by, and addresses that are another source's already. */
function check({ technologies, listeners, ofSender }: SourceDeps, of: { readonly tenant: string; readonly source: string }, { technology, claim }: GivenSource): void {
  if (technology !== null && findTechnology(technologies, technology) === undefined) throw new DomainError("invalid", `technology: there is no technology ${technology}; GET /v1/technologies lists those there are.`);
  const names = listeners().map(({ name }) => name);
  const strange = claim.listeners.find((name) => !names.includes(name));
  if (strange !== undefined) throw new DomainError("invalid", `claim.listeners: there is no listener ${strange}; there is ${names.join(", ") || "none"}.`);
  // What names more goes before, so only an address alone can be taken from somebody.
  if (claim.hostnames.length > 0 || claim.certificates.length > 0) return;
  for (const address of claim.addresses.filter((one) => !one.includes("/"))) {
    for (const listener of claim.listeners.length === 0 ? names : claim.listeners) {
      const other = ofSender({ listener, address, hostname: undefined });
      if (other !== undefined && (other.tenant !== of.tenant || other.source !== of.source)) throw new DomainError("conflict", `claim.addresses: what ${address} sends is the source ${other.source}'s of ${other.tenant} already.`);
    }
  }
}

const present = ({ tenant, name, technology, timezone, zone, claim, tokenHash, createdAt, createdBy, changedAt }: Added): z.infer<typeof AddedSource> => ({
  tenant, name, technology, timezone, zone, createdAt: iso(createdAt), createdBy, changedAt: iso(changedAt),
  claim: { addresses: [...claim.addresses], hostnames: [...claim.hostnames], listeners: [...claim.listeners], certificates: [...claim.certificates], hasToken: tokenHash !== null },
});
