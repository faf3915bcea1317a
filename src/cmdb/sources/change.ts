// Sources as people set them up: added, changed, tried, switched on, paused, removed.
import { createHash } from "node:crypto";
import type { CmdbProbe, CmdbSourceSettings } from "../../contract/cmdb-sources.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import { RemoteError, whyNotAsked } from "../../outbound/index.ts";
import { readTenant, record, storableText, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { BY_HAND } from "../assets/asset.ts";
import { HINT, kindOf, openSource, type OutsideDeps } from "./open.ts";
import { type Holds, insertSource, selectHolds, selectSource, selectSources, updateSource } from "./repo.ts";
import { problemOf, sealedFor, shownUrl, type StoredSource } from "./source.ts";

export type SourceDeps = OutsideDeps & { readonly state: State; readonly newId: () => string };
/** `url` is as people may see it. */
export type ShownSource = StoredSource & { readonly holds: Holds };
export type SourceToAdd = { readonly name: string; readonly kind: StoredSource["kind"]; readonly url: string; readonly secrets: Readonly<Record<string, string>>; readonly settings: CmdbSourceSettings };

const MOST = 50;

/** The sources of a tenant, without secrets. */
export const listSources = (state: State, tenant: string): Promise<readonly ShownSource[]> =>
  readTenant(state, tenant, async (db) => {
    const shown: ShownSource[] = [];
    for (const source of await selectSources(db)) shown.push({ ...source, url: shownUrl(source.url), holds: await selectHolds(db, source) });
    return shown;
  });

export const showSource = (state: State, tenant: string, id: string): Promise<ShownSource> => readTenant(state, tenant, (db) => shownOf(db, id));

/** Adds a source that is off: it is probed before it reads. */
export async function addSource(deps: SourceDeps, caller: Caller, tenant: string, { name, kind, url, secrets, settings }: SourceToAdd): Promise<ShownSource> {
  if (name === BY_HAND) throw new DomainError("invalid", `"${BY_HAND}" is what people enter: give the source another name.`);
  const id = deps.newId();
  const source: StoredSource = {
    tenant, id, name, kind, url, state: "off", settings, secretNames: Object.keys(secrets).toSorted(), secrets: deps.seal.seal(JSON.stringify(secrets), sealedFor({ tenant, id })), cursor: null, digest: null, nextReadAt: caller.now, readAt: null, fullReadAt: null,
    problem: null, failures: 0, probe: null, probedAt: null, pausedBy: null, pauseReason: null, version: 1, madeAt: caller.now, madeBy: caller.who, changedAt: caller.now,
  };
  check(deps, source);
  return withTenant(deps.state, tenant, async (db) => {
    if ((await selectSources(db)).length >= MOST) throw new DomainError("conflict", `There are ${MOST} sources already: remove one first.`);
    if (!(await insertSource(db, source))) throw new DomainError("conflict", `There is a source ${name} already: choose another name.`);
    await record(db, caller, { action: "cmdb-source.added", subject: id, details: { name, kind, url: hostOf(url), settings: journalled(settings), secrets: source.secretNames } });
    return shownOf(db, id);
  });
}

type SourceChanges = { readonly url?: string | undefined; readonly secrets?: Readonly<Record<string, string>> | undefined; readonly settings?: CmdbSourceSettings | undefined; readonly reason: string };

/** Changes how it is reached and read. All of it is read next, and where it is reached elsewhere, it is off until it is probed. */
export function changeSource(deps: SourceDeps, caller: Caller, tenant: string, id: string, { url, secrets, settings, reason }: SourceChanges): Promise<ShownSource> {
  return changing(deps.state, tenant, id, async (db, before) => {
    // Given back as it was shown, it stays.
    const elsewhere = url !== undefined && url !== before.url && url !== shownUrl(before.url);
    if (elsewhere && secrets === undefined && before.secretNames.length > 0) throw new DomainError("invalid", "The address is another: give its secrets again, so that nobody sends them where they do not belong.");
    if (settings !== undefined && settings.sourceKind !== before.settings.sourceKind && (await selectHolds(db, before)).assets > 0) throw new DomainError("conflict", "What it said is weighed by its kind: to weigh it otherwise, let it own fields (cmdb-settings), or add a source of another name.");
    const after: StoredSource = {
      ...before, url: elsewhere ? url : before.url, settings: settings ?? before.settings, version: before.version + 1, changedAt: caller.now, cursor: null, digest: null, state: elsewhere ? "off" : before.state, nextReadAt: caller.now,
      ...(secrets === undefined ? {} : { secretNames: Object.keys(secrets).toSorted(), secrets: deps.seal.seal(JSON.stringify(secrets), sealedFor(before)) }), ...(elsewhere ? { probe: null, probedAt: null } : {}),
    };
    check(deps, after);
    const { url: toUrl, settings: toSettings, version, changedAt, cursor, digest, state, nextReadAt, secretNames, secrets: sealed, probe, probedAt } = after;
    await updateSource(db, before.id, { url: toUrl, settings: toSettings, version, changedAt, cursor, digest, state, nextReadAt, secretNames, secrets: sealed, probe, probedAt });
    const shown = { url: hostOf(after.url), settings: journalled(after.settings), secrets: secrets === undefined ? "as they were" : after.secretNames };
    await record(db, caller, { action: "cmdb-source.changed", subject: before.id, reason, details: { name: before.name, before: { url: hostOf(before.url), settings: journalled(before.settings) }, after: shown } });
  });
}

/** Looks at the other side: who we are there, its clock, what it has, which rights are missing. Nothing is read into the inventory. */
export async function probeSource(deps: SourceDeps, caller: Caller, tenant: string, id: string): Promise<ShownSource> {
  const source = await readTenant(deps.state, tenant, (db) => found(db, id));
  const probe = await lookAt(deps, source);
  return changing(deps.state, tenant, source.id, async (db) => {
    await updateSource(db, source.id, { probe, probedAt: caller.now });
    await record(db, caller, { action: "cmdb-source.probed", subject: source.id, details: { name: source.name, failed: probe.checks.filter(({ ok }) => !ok).map(({ name }) => name) } });
  });
}

async function lookAt(deps: SourceDeps, source: StoredSource): Promise<CmdbProbe> {
  const reader = openSource(deps, source);
  try {
    return await reader.probe();
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    const { words, todo } = problemOf(error, deps.now());
    return { version: null, account: null, skewSeconds: null, counts: {}, checks: [{ name: "reached", ok: false, words: `${words}. ${todo}` }] };
  } finally {
    await reader.close?.().catch(() => {});
  }
}

// So far its clock may be off before changes by time would be missed: the overlap of readings is longer.
const MOST_SKEW_S = 90;

/** Probes it, and lets it read by itself if nothing is missing. */
export async function enableSource(deps: SourceDeps, caller: Caller, tenant: string, id: string): Promise<ShownSource> {
  const { probe, state, kind } = await probeSource(deps, caller, tenant, id);
  if (state === "on") throw new DomainError("conflict", "It is on already.");
  const failed = probe?.checks.find(({ ok }) => !ok);
  if (failed !== undefined) throw new DomainError("conflict", `It cannot be switched on: ${failed.name}: ${failed.words}`);
  const skew = probe?.skewSeconds ?? 0;
  if (kindOf(kind).changes === "time" && Math.abs(skew) > MOST_SKEW_S) throw new DomainError("conflict", `It cannot be switched on: its clock is ${Math.round(Math.abs(skew))} s ${skew > 0 ? "ahead" : "behind"}, and changes would be missed. Set the clocks of both sides by NTP.`);
  return changing(deps.state, tenant, id, async (db, source) => {
    await updateSource(db, source.id, { state: "on", nextReadAt: caller.now, problem: null, failures: 0, pausedBy: null, pauseReason: null, changedAt: caller.now });
    await record(db, caller, { action: "cmdb-source.enabled", subject: source.id, details: { name: source.name } });
  });
}

/** Holds it: nothing is read until somebody switches it on again. What it said stays, and is marked once it is old. */
export const pauseSource = (deps: Pick<SourceDeps, "state">, caller: Caller, tenant: string, id: string, reason: string): Promise<ShownSource> =>
  changing(deps.state, tenant, id, async (db, source) => {
    if (source.state !== "on") throw new DomainError("conflict", `It is ${source.state}: there is nothing to pause.`);
    await updateSource(db, source.id, { state: "paused", pausedBy: caller.who, pauseReason: storableText(reason), changedAt: caller.now });
    await record(db, caller, { action: "cmdb-source.paused", subject: source.id, reason, details: { name: source.name } });
  });

/** Takes it out of use. What it said of assets stays; its secrets are forgotten. */
export async function removeSource({ state, seal }: Pick<SourceDeps, "state" | "seal">, caller: Caller, tenant: string, id: string, reason: string): Promise<void> {
  await withTenant(state, tenant, async (db) => {
    const source = await found(db, id, true);
    await updateSource(db, source.id, { state: "off", secrets: seal.seal("{}", sealedFor(source)), secretNames: [], removedAt: caller.now, changedAt: caller.now });
    await record(db, caller, { action: "cmdb-source.removed", subject: source.id, reason, details: { name: source.name, kind: source.kind } });
  });
}

/** What is wrong with what was set, before anything is asked. */
function check({ internalHosts, proxy }: Pick<OutsideDeps, "internalHosts" | "proxy">, { kind: name, url, settings, secretNames }: StoredSource): void {
  const kind = kindOf(name);
  const target = URL.parse(url);
  const isFile = name === "sftp";
  const why = target === null ? "it is no address" : isFile ? (target.protocol === "sftp:" ? undefined : "it is no sftp:// address") : whyNotAsked(target, { internal: internalHosts, hint: HINT });
  if (why !== undefined) throw new DomainError("invalid", `The address cannot be used: ${why}.`);
  if (target !== null && target.password !== "") throw new DomainError("invalid", "The address cannot be used: it holds a password, which belongs to the secrets.");
  const options = kind.options.safeParse(settings.options);
  if (!options.success) throw new DomainError("invalid", `options: ${options.error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}.`);
  const missing = kind.secrets.find(({ name: secret, isNeeded }) => isNeeded && !secretNames.includes(secret));
  if (missing !== undefined) throw new DomainError("invalid", `It needs the secret ${missing.name}.`);
  const unknown = secretNames.find((secret) => !kind.secrets.some(({ name: known }) => known === secret));
  if (unknown !== undefined) throw new DomainError("invalid", `It takes no secret ${unknown}: it takes ${kind.secrets.map(({ name: known }) => known).join(", ")}.`);
  const noun = settings.reads.find((one) => !kind.reads.includes(one));
  if (noun !== undefined) throw new DomainError("invalid", `${kind.product} does not tell of ${noun} here: it tells of ${kind.reads.join(", ")}.`);
  if (kind.mapping === null && settings.mapping === null) throw new DomainError("invalid", "It needs a mapping: which column tells what.");
  if (settings.usesProxy && proxy === undefined) throw new DomainError("invalid", "The configuration names no proxy (connectors.proxy).");
}

async function changing(state: State, tenant: string, id: string, work: (db: TenantDb, source: StoredSource) => Promise<void>): Promise<ShownSource> {
  return withTenant(state, tenant, async (db) => {
    const source = await found(db, id, true);
    await work(db, source);
    return shownOf(db, source.id);
  });
}

/** One in use, by id or name. */
export async function found(db: TenantDb, id: string, isLocked = false): Promise<StoredSource> {
  const source = await selectSource(db, id, isLocked);
  if (source === undefined) throw new DomainError("not_found", `There is no source ${id.slice(0, 100)} here.`);
  return source;
}

async function shownOf(db: TenantDb, id: string): Promise<ShownSource> {
  const source = await found(db, id);
  return { ...source, url: shownUrl(source.url), holds: await selectHolds(db, source) };
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? "";

/** The settings without what is long. */
const journalled = ({ ca, mapping, ...settings }: CmdbSourceSettings) => ({ ...settings, mapping: mapping === null ? null : createHash("sha256").update(JSON.stringify(mapping)).digest("hex"), hasCa: ca !== null });
