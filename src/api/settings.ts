// How the service works for an organisation: each setting in versions, which both sides see and agree on.
import type { FastifyReply } from "fastify";
import { AgreeSetting, FearedIncidentGaps, RefuseSetting, SaveSetting, Setting, SettingHeaders, SettingList, SettingPath, SettingQuery, SettingVersion, SettingVersionList, SettingVersionPath, SettingVersionsQuery } from "../contract/settings.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { deciderOf } from "../identity/index.ts";
import { tenantRules } from "../rulesets/index.ts";
import { agreeSetting, fearedIncidentGaps, refuseSetting, saveSetting, type Setting as Held, type SettingVersion as Version, settingVersion, settingVersions, showSetting, showSettings, withdrawSetting } from "../tenants/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";

export const settingRoutes = (deps: RouteDeps): Routes => async (app) => {
  await app.register(readRoutes(deps));
  await app.register(changeRoutes(deps));
};

const SETTINGS = "/v1/tenants/:tenant/settings";
const KIND = `${SETTINGS}/:kind`;
const VERSION = `${KIND}/versions/:version`;

const readRoutes = ({ state, now }: RouteDeps): Routes => async (app) => {
  app.get(SETTINGS, { schema: { ...about("settings", "All settings that hold, now or at a time", "setting:read"), params: TenantPath, querystring: SettingQuery, response: answers(SettingList) } }, async ({ params, query }) => ({ settings: (await showSettings(state, params.tenant, dateOf(query.at) ?? now())).map(presentHeld) }));

  app.get(KIND, { schema: { ...about("settings", "One setting, and what waits for a decision; its ETag goes into If-Match of a change", "setting:read"), params: SettingPath, querystring: SettingQuery, response: answers(Setting) } }, async ({ params, query }, reply) => {
    const held = await showSetting(state, params.tenant, params.kind, dateOf(query.at) ?? now());
    tag(reply, held.latest);
    return presentHeld(held);
  });

  app.get(`${KIND}/versions`, { schema: { ...about("settings", "All versions of a setting, the newest first", "setting:read"), params: SettingPath, querystring: SettingVersionsQuery, response: answers(SettingVersionList) } }, async ({ params, query }) => {
    const versions = await settingVersions(state, params.tenant, params.kind, query);
    return { versions: versions.map(present), next: versions.length < query.limit ? null : (versions.at(-1)?.version ?? null) };
  });

  app.get(VERSION, { schema: { ...about("settings", "One version of a setting", "setting:read"), params: SettingVersionPath, response: answers(SettingVersion) } }, async ({ params }) => present(await settingVersion(state, params.tenant, params.kind, params.version)));

  app.get("/v1/tenants/:tenant/feared-incidents/gaps", { schema: { ...about("settings", "Which feared incidents no rule at work watches for", "setting:read"), params: TenantPath, response: answers(FearedIncidentGaps) } }, async ({ params }) => {
    const at = now();
    const { version: rulesetVersion, rules } = await tenantRules(state, params.tenant, { at, version: "newest" });
    const { inForce } = await showSetting(state, params.tenant, "feared-incidents", at);
    const atWork = new Map<string, boolean>();
    for (const { document, on } of rules) atWork.set(document.key, (atWork.get(document.key) ?? false) || on);
    return { version: inForce.version, rulesetVersion, ...fearedIncidentGaps(inForce, atWork, at) };
  });
};

const changeRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.put(KIND, { schema: { ...about("settings", "Write the next version; it waits for the other side where both have to agree", "setting:change"), params: SettingPath, headers: SettingHeaders, body: SaveSetting, response: answers(SettingVersion) } }, async (request, reply) => {
    const { tenant, kind } = request.params;
    const { document, reason, from } = request.body;
    const saved = await saveSetting(state, await deciderOf(state, callerOf(request), tenant), tenant, kind, { document, reason, seen: seenVersion(request.headers["if-match"]), from: dateOf(from) });
    tag(reply, saved.version);
    return present(saved);
  });

  app.post(`${VERSION}/agree`, { schema: { ...about("settings", "Agree to what the other side proposed", "setting:agree"), params: SettingVersionPath, body: AgreeSetting, response: answers(SettingVersion) } }, async (request) => present(await agreeSetting(state, await deciderOf(state, callerOf(request), request.params.tenant), request.params, request.body.reason)));

  app.post(`${VERSION}/refuse`, { schema: { ...about("settings", "Refuse what the other side proposed", "setting:agree"), params: SettingVersionPath, body: RefuseSetting, response: answers(SettingVersion) } }, async (request) => present(await refuseSetting(state, await deciderOf(state, callerOf(request), request.params.tenant), request.params, request.body.reason)));

  app.post(`${VERSION}/withdraw`, { schema: { ...about("settings", "Take a proposal of the own side back", "setting:change"), params: SettingVersionPath, body: RefuseSetting, response: answers(SettingVersion) } }, async (request) => present(await withdrawSetting(state, await deciderOf(state, callerOf(request), request.params.tenant), request.params, request.body.reason)));
};

/** RFC 9110, section 13.1.1; a version is its own strong validator. */
function seenVersion(ifMatch: string | undefined): number {
  const digits = /^(?:"(\d{1,9})"|(\d{1,9}))$/.exec(ifMatch?.trim() ?? "");
  if (digits === null) throw new DomainError("invalid", 'Send the last version that you saw as If-Match, as "3"; the ETag of a GET has it, and "0" means that there is none.');
  return Number(digits[1] ?? digits[2]);
}

const tag = (reply: FastifyReply, version: number): void => void reply.header("etag", `"${version}"`);

const presentHeld = ({ inForce, planned, proposal, ...held }: Held) => ({ ...held, inForce: present(inForce), planned: planned === null ? null : present(planned), proposal: proposal === null ? null : present(proposal) });

const present = ({ proposedAt, wantedFrom, validFrom, decision, document, ...version }: Version) => ({
  ...version, document: { ...document }, proposedAt: iso(proposedAt), wantedFrom: isoOrNull(wantedFrom), validFrom: isoOrNull(validFrom), decision: decision === null ? null : { ...decision, at: iso(decision.at) },
});
