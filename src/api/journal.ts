import { Journal, JournalQuery } from "../contract/tenants.ts";
import { TenantPath } from "../contract/shared.ts";
import { type JournalEntry, readJournal, withSystem, withTenant } from "../store/index.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import type { RouteDeps } from "./deps.ts";

/** Who changed what. */
export const journalRoutes = ({ state }: RouteDeps): Routes => async (app) => {
  app.get(
    "/v1/journal",
    { schema: { ...about("journal", "Changes that concern no single tenant", "journal:read"), querystring: JournalQuery, response: answers(Journal) } },
    async ({ query }) => ({
      entries: (await withSystem(state, (db) => readJournal(db, query.limit, query.before))).map(present),
    }),
  );

  app.get(
    "/v1/tenants/:tenant/journal",
    { schema: { ...about("journal", "Changes that concern a tenant", "journal:read"), params: TenantPath, querystring: JournalQuery, response: answers(Journal) } },
    async ({ params, query }) => ({
      entries: (await withTenant(state, params.tenant, (db) => readJournal(db, query.limit, query.before))).map(present),
    }),
  );
};

const present = ({ id, at, who, action, subject, reason, details }: JournalEntry) =>
  ({ id, at: iso(at), who, action, subject, reason: reason ?? null, details: { ...details } });
