// What people look at again, kept on the server: of one organisation, or over all of them.
import type { FastifyRequest } from "fastify";
import type { Permission } from "../contract/roles.ts";
import { SavedView, SavedViewList, SavedViewPath, SavedViewQuery, SaveView, TenantSavedViewPath, type VIEW_PAGES } from "../contract/saved-views.ts";
import { TenantPath } from "../contract/shared.ts";
import type { z } from "zod";
import { DomainError } from "../core/index.ts";
import { type SystemDb, type TenantDb, withSystem, withTenant } from "../store/index.ts";
import { changeView, removeView, saveView, type SavedView as Saved, viewsFor } from "../views/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, type Routes } from "./routes.ts";

type Page = (typeof VIEW_PAGES)[number];
// Whoever may not open a page has no use for its views, and a shared one tells what is looked for.
const NEEDED: Readonly<Record<Page, Permission>> = { hunt: "event:search", queue: "alert:read", incidents: "incident:read", requests: "request:read", sources: "source:read", rules: "rule:read", assets: "asset:read", journal: "journal:read" };

const TAG = "saved views";
const OF_TENANT = "/v1/tenants/:tenant/saved-views";
const OF_ALL = "/v1/saved-views";

export const savedViewRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, newId, knownOf, callerOf } = deps;
  const within = <T>(tenant: string | undefined, work: (db: TenantDb | SystemDb) => Promise<T>): Promise<T> => (tenant === undefined ? withSystem(state, work) : withTenant(state, tenant, work));
  const mayOpen = (request: FastifyRequest, tenant: string | undefined) => {
    const { permissionsIn } = knownOf(request);
    // Over all organisations a client's people see what they see in each of theirs.
    const places = tenant === undefined ? [undefined, ...deps.tenants().map(({ id }) => id)] : [tenant];
    const held = new Set(places.flatMap((place) => [...(permissionsIn(place) ?? [])]));
    return (page: string): boolean => Object.hasOwn(NEEDED, page) && held.has(NEEDED[page as Page]);
  };
  const list = async (request: FastifyRequest, tenant: string | undefined, page: Page | undefined) => {
    const opens = mayOpen(request, tenant);
    const caller = callerOf(request);
    const views = await within(tenant, (db) => viewsFor(db, caller));
    return { views: views.filter((view) => opens(view.page) && (page === undefined || view.page === page)).map((view) => present(view, tenant, caller.id)) };
  };
  const keep = async (request: FastifyRequest, tenant: string | undefined, wanted: z.infer<typeof SaveView>, id?: string) => {
    if (!mayOpen(request, tenant)(wanted.page)) throw new DomainError("forbidden", `A view of the page "${wanted.page}" needs the permission ${NEEDED[wanted.page]}.`);
    const caller = callerOf(request);
    return present(await within(tenant, (db) => (id === undefined ? saveView(db, caller, newId(), wanted) : changeView(db, caller, id, wanted))), tenant, caller.id);
  };
  const remove = async (request: FastifyRequest, tenant: string | undefined, id: string) => {
    const caller = callerOf(request);
    const looksAfterPeople = knownOf(request).permissionsIn(tenant)?.has("person:manage") === true;
    return present(await within(tenant, (db) => removeView(db, caller, id, { looksAfterPeople })), tenant, caller.id);
  };

  app.get(OF_TENANT, { schema: { ...about(TAG, "The caller's saved views of an organisation, and those shared with them", "own"), params: TenantPath, querystring: SavedViewQuery, response: answers(SavedViewList) } }, (request) => list(request, request.params.tenant, request.query.page));
  app.post(OF_TENANT, { schema: { ...about(TAG, "Keep a view of an organisation", "own"), params: TenantPath, body: SaveView, response: answers(SavedView) } }, (request) => keep(request, request.params.tenant, request.body));
  app.put(`${OF_TENANT}/:view`, { schema: { ...about(TAG, "Change one's own view", "own"), params: TenantSavedViewPath, body: SaveView, response: answers(SavedView) } }, (request) => keep(request, request.params.tenant, request.body, request.params.view));
  app.delete(`${OF_TENANT}/:view`, { schema: { ...about(TAG, "Remove one's own view; a shared one also with person:manage", "own"), params: TenantSavedViewPath, response: answers(SavedView) } }, (request) => remove(request, request.params.tenant, request.params.view));

  app.get(OF_ALL, { schema: { ...about(TAG, "The caller's saved views over all organisations, and those shared with them", "own"), querystring: SavedViewQuery, response: answers(SavedViewList) } }, (request) => list(request, undefined, request.query.page));
  app.post(OF_ALL, { schema: { ...about(TAG, "Keep a view over all organisations; only the provider's people share it", "own"), body: SaveView, response: answers(SavedView) } }, (request) => keep(request, undefined, request.body));
  app.put(`${OF_ALL}/:view`, { schema: { ...about(TAG, "Change one's own view", "own"), params: SavedViewPath, body: SaveView, response: answers(SavedView) } }, (request) => keep(request, undefined, request.body, request.params.view));
  app.delete(`${OF_ALL}/:view`, { schema: { ...about(TAG, "Remove one's own view; a shared one also with person:manage", "own"), params: SavedViewPath, response: answers(SavedView) } }, (request) => remove(request, undefined, request.params.view));
};

const present = ({ id, page, name, view, shared, owner, ownerName, createdAt, changedAt }: Saved, tenant: string | undefined, caller: string): z.infer<typeof SavedView> =>
  ({ id, tenant: tenant ?? null, page: page as Page, name, view, shared, isOwn: owner === caller, owner: ownerName, createdAt: iso(createdAt), changedAt: iso(changedAt) });
