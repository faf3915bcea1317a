// What people do with connectors: add one, look whether it works, take it into use, stop it.
import { randomBytes } from "node:crypto";
import type { ConnectorSettings } from "../../../contract/connectors.ts";
import { type Caller, DomainError } from "../../../core/index.ts";
import { RemoteError, whyNotAsked } from "../../../outbound/index.ts";
import { emit, record, type State, storableText, type TenantDb, withTenant } from "../../../store/index.ts";
import type { Probe } from "../../connectors/connector.ts";
import { type ConnectorDeps, HINT, kindOf, openConnector, sealedFor, type StoredConnector } from "./connector.ts";
import { doubtTickets, endTickets } from "../ticket/repo.ts";
import { dropOpen } from "../write/repo.ts";
import { forgetCursor, insertConnector, markRemoved, selectConnector, selectConnectors, selectTeams, updateConnector } from "./repo.ts";

export type ManageDeps = ConnectorDeps & { readonly state: State; readonly newId: () => string };

export type ConnectorToAdd = { readonly name: string; readonly kind: string; readonly url: string; readonly settings: ConnectorSettings; readonly secrets: Readonly<Record<string, string>> };

const MOST = 10;

/** Adds a connector, out of use until it was probed. Gives the secret with which hints are signed, this once. */
export async function addConnector(deps: ManageDeps, caller: Caller, tenant: string, { name, kind, url, settings, secrets }: ConnectorToAdd): Promise<{ readonly connector: StoredConnector; readonly hookSecret: string }> {
  const id = deps.newId();
  const hookSecret = randomBytes(32).toString("base64url");
  checkUrl(deps, url);
  checkSettings(deps, kind, settings);
  checkSecrets(deps, kind, secrets);
  const connector: StoredConnector = {
    tenant, id, name: storableText(name), kind, url, use: "off", settings, secretNames: Object.keys(secrets).toSorted(), secrets: deps.seal.seal(JSON.stringify(secrets), sealedFor({ tenant, id }, "secrets")),
    hookId: randomBytes(24).toString("base64url"), hookSecret: deps.seal.seal(hookSecret, sealedFor({ tenant, id }, "hook")), hintedAt: null, cursor: null, nextRoundAt: caller.now, polledAt: null, succeededAt: null,
    problem: null, failures: 0, probe: null, probedAt: null, stopped: null, version: 1, madeAt: caller.now, madeBy: caller.who,
  };
  await withTenant(deps.state, tenant, async (db) => {
    if ((await selectConnectors(db)).length >= MOST) throw new DomainError("conflict", `There are ${MOST} connectors already: remove one first.`);
    await checkTeams(db, settings);
    if (!(await insertConnector(db, connector))) throw new DomainError("conflict", `There is a connector ${name} already: change it, or choose another name.`);
    await record(db, caller, { action: "connector.added", subject: id, details: { name, kind, host: new URL(url).host } });
  });
  return { connector, hookSecret };
}

export type ConnectorChange = { readonly url?: string | undefined; readonly settings?: ConnectorSettings | undefined; readonly secrets?: Readonly<Record<string, string>> | undefined; readonly seen: number };

/** Changes address, settings or secrets. A new address or account has to be probed again before it is used. */
export async function changeConnector(deps: ManageDeps, caller: Caller, { tenant, id }: Place, { url, settings, secrets, seen }: ConnectorChange): Promise<StoredConnector> {
  return change(deps, caller, { tenant, id }, { action: "connector.changed" }, async (stored, db) => {
    if (stored.version !== seen) throw new DomainError("conflict", `Somebody changed the connector since: it is version ${stored.version} now. Look at it again.`);
    if (url !== undefined) checkUrl(deps, url);
    if (settings !== undefined) {
      checkSettings(deps, stored.kind, settings);
      await checkTeams(db, settings);
    }
    if (secrets !== undefined) checkSecrets(deps, stored.kind, secrets);
    // Options may name hosts, too.
    const isElsewhere = (url !== undefined && new URL(url).origin !== new URL(stored.url).origin) || (settings !== undefined && JSON.stringify(settings.options) !== JSON.stringify(stored.settings.options));
    const isOther = isElsewhere || secrets !== undefined || (settings !== undefined && (settings.ca !== stored.settings.ca || settings.usesProxy !== stored.settings.usesProxy));
    // What was known by its cursor and its ids may be another's there.
    if (url !== undefined && url !== stored.url) await beginAnew(db, id, caller.now);
    // Secrets go to the hosts for which they were given, and to no other.
    if (isElsewhere && secrets === undefined) throw new DomainError("invalid", "secrets: give them anew for another host or other options.");
    return {
      ...stored, url: url ?? stored.url, settings: settings ?? stored.settings, nextRoundAt: caller.now,
      ...(secrets === undefined ? {} : { secretNames: Object.keys(secrets).toSorted(), secrets: deps.seal.seal(JSON.stringify(secrets), sealedFor(stored, "secrets")) }),
      ...(isOther ? { probe: null, probedAt: null, use: stored.use === "on" && isElsewhere ? ("off" as const) : stored.use } : {}),
    };
  });
}

export type Place = { readonly tenant: string; readonly id: string };

/** Looks at the other side: whether the account may do what is needed, its clock, its version. Nothing is written there. */
export async function probeConnector(deps: ManageDeps, caller: Caller, place: Place): Promise<StoredConnector> {
  const stored = await found(deps, place);
  const probe = await probed(deps, stored);
  const details = { ok: isWell(probe), failed: probe.checks.filter(({ ok }) => !ok).map(({ name }) => name) };
  return change(deps, caller, place, { action: "connector.probed", details }, async (now) => {
    if (now.version !== stored.version) throw new DomainError("conflict", `Somebody changed the connector ${stored.name} while it was probed: probe it again.`);
    return { ...now, probe, probedAt: caller.now };
  });
}

async function probed(deps: ManageDeps, stored: StoredConnector): Promise<Probe> {
  const connector = openConnector(deps, stored);
  try {
    return await connector.probe();
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return { version: null, account: null, skewMs: null, checks: [{ name: error.problem, ok: false, words: `${error.words} ${error.todo}` }] };
  } finally {
    await connector.close?.();
  }
}

/** Whether all that was looked at was well. */
export const isWell = (probe: Probe): boolean => probe.checks.every(({ ok }) => ok);

/** Takes a connector into use, for good or to see what it would do, or out of it. */
export async function useConnector(deps: ManageDeps, caller: Caller, place: Place, { use, reason }: { readonly use: StoredConnector["use"]; readonly reason: string }): Promise<StoredConnector> {
  return change(deps, caller, place, { action: "connector.use", reason, details: { use } }, async (stored) => {
    if (stored.use === use) throw new DomainError("conflict", `The connector ${stored.name} is ${use} already.`);
    if (use === "on" && stored.probe === null) throw new DomainError("conflict", `Probe the connector ${stored.name} first: nobody has seen yet that it works with this address and account.`);
    if (use === "on" && stored.probe !== null && !isWell(stored.probe)) throw new DomainError("conflict", `The last probe of ${stored.name} failed: ${stored.probe.checks.filter(({ ok }) => !ok).map(({ words }) => words).join(" ")} Mend that, and probe again.`);
    return { ...stored, use, nextRoundAt: caller.now };
  });
}

/** Stops everything that a connector does. What is to go out waits. Both sides may. */
export async function stopConnector(deps: ManageDeps, caller: Caller, place: Place, { reason }: { readonly reason: string }): Promise<StoredConnector> {
  return change(deps, caller, place, { action: "connector.stopped", reason }, async (stored) => {
    if (stored.stopped !== null) throw new DomainError("conflict", `The connector ${stored.name} was stopped already, by ${stored.stopped.by}.`);
    return { ...stored, stopped: { at: caller.now, by: caller.who, reason } };
  });
}

/** Lets it go on. */
export async function startConnector(deps: ManageDeps, caller: Caller, place: Place, { reason }: { readonly reason: string }): Promise<StoredConnector> {
  return change(deps, caller, place, { action: "connector.started", reason }, async (stored) => {
    if (stored.stopped === null) throw new DomainError("conflict", `The connector ${stored.name} is not stopped.`);
    return { ...stored, stopped: null, nextRoundAt: caller.now };
  });
}

/** Takes it out of use for good. Its tickets stay where they are, and are followed no more. */
export async function removeConnector(deps: ManageDeps, caller: Caller, place: Place, { reason }: { readonly reason: string }): Promise<void> {
  await change(deps, caller, place, { action: "connector.removed", reason }, async (stored, db) => {
    await markRemoved(db, place.id, caller.now);
    await endTickets(db, place.id);
    await dropOpen(db, place.id, { at: caller.now, words: "The connector was removed." });
    // Nobody needs them any more.
    return { ...stored, use: "off", secrets: new Uint8Array(), secretNames: [], hookSecret: new Uint8Array() };
  });
}

/** Follows nothing by what was known of the other side; each ticket is seen to be ours before anything is written into it. */
async function beginAnew(db: TenantDb, id: string, now: Date): Promise<void> {
  await forgetCursor(db, id);
  await doubtTickets(db, id, { now });
}

type Change = { readonly action: string; readonly reason?: string; readonly details?: Readonly<Record<string, unknown>> };

async function change({ state }: ManageDeps, caller: Caller, { tenant, id }: Place, { action, reason, details = {} }: Change, to: (stored: StoredConnector, db: TenantDb) => Promise<StoredConnector>): Promise<StoredConnector> {
  return withTenant(state, tenant, async (db) => {
    const stored = await selectConnector(db, id, true);
    if (stored === undefined) throw notThere(id);
    const after = { ...(await to(stored, db)), version: stored.version + 1 };
    await updateConnector(db, after, caller.now);
    await record(db, caller, { action, subject: id, reason, details: { name: stored.name, ...details } });
    await emit(db, caller, { kind: action, subject: id, details: { name: stored.name, ...details } });
    return after;
  });
}

async function found({ state }: ManageDeps, { tenant, id }: Place): Promise<StoredConnector> {
  const stored = await withTenant(state, tenant, (db) => selectConnector(db, id));
  if (stored === undefined) throw notThere(id);
  return stored;
}

export const notThere = (id: string): DomainError => new DomainError("not_found", `There is no connector ${id.slice(0, 100)} here.`);

function checkUrl({ internalHosts }: ManageDeps, given: string): void {
  const url = URL.parse(given);
  const why = url === null ? "it is no address" : whyNotAsked(url, { internal: internalHosts, hint: HINT });
  if (why !== undefined) throw new DomainError("invalid", `url: it cannot be used: ${why}.`);
}

function checkSettings(deps: ManageDeps, kind: string, { options, ca }: ConnectorSettings): void {
  const { error } = kindOf(deps, kind).options.safeParse(options);
  if (error !== undefined) throw new DomainError("invalid", error.issues.map(({ path, message }) => `settings.options.${path.join(".")}: ${message}`).join("; "));
  if (ca !== null && !ca.includes("-----BEGIN CERTIFICATE-----")) throw new DomainError("invalid", "settings.ca: give the certificate authority in PEM.");
}

function checkSecrets(deps: ManageDeps, kind: string, secrets: Readonly<Record<string, string>>): void {
  const known = kindOf(deps, kind).secrets;
  const unknown = Object.keys(secrets).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new DomainError("invalid", `secrets.${unknown.slice(0, 100)}: ${kind} knows ${known.join(", ")}.`);
}

async function checkTeams(db: TenantDb, { teams }: ConnectorSettings): Promise<void> {
  const known = await selectTeams(db);
  const unknown = Object.keys(teams).find((id) => !known.some((team) => team.id === id));
  if (unknown !== undefined) throw new DomainError("invalid", `settings.teams.${unknown.slice(0, 100)}: there is no such team.`);
}
