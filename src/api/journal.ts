import { Journal, JournalQuery } from "../contract/journal.ts";
import { TenantPath } from "../contract/shared.ts";
import { headOf, type JournalEntry, readJournal, readLinked, type State, type SystemDb, type TenantDb, withSystem, withTenant } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, type Routes } from "./routes.ts";
import { NDJSON, sendLines } from "./steps.ts";

/** Who did what, and who looked at what. */
export const journalRoutes = ({ state, now }: RouteDeps): Routes => async (app) => {
  app.get("/v1/journal", { schema: { ...about("journal", "What concerns no single tenant", "journal:read"), querystring: JournalQuery, response: answers(Journal) } }, async ({ query }) => ({
    entries: (await withSystem(state, (db) => readJournal(db, asked(query)))).map(present),
  }));

  app.get("/v1/tenants/:tenant/journal", { schema: { ...about("journal", "What concerns a tenant: changes, and who looked at its data", "journal:read"), params: TenantPath, querystring: JournalQuery, response: answers(Journal) } }, async ({ params, query }) => ({
    entries: (await withTenant(state, params.tenant, (db) => readJournal(db, asked(query)))).map(present),
  }));

  app.get("/v1/journal/export", { schema: { ...about("journal", "The platform's own journal with its hash chain, for vigie journal verify", "journal:read"), ...NDJSON } }, async (_request, reply) => sendLines(reply, exported(state, null, now())));

  app.get("/v1/tenants/:tenant/journal/export", { schema: { ...about("journal", "A tenant's journal with its hash chain, for vigie journal verify", "journal:read"), ...NDJSON, params: TenantPath } }, async ({ params }, reply) => sendLines(reply, exported(state, params.tenant, now())));
};

const AT_ONCE = 1_000;

/** The lines of an export: what it is, each linked entry, and where the chain ended when it began. */
async function* exported(state: State, tenant: string | null, at: Date): AsyncGenerator<string> {
  const within = <T>(work: (db: SystemDb | TenantDb) => Promise<T>): Promise<T> => (tenant === null ? withSystem(state, work) : withTenant(state, tenant, work));
  const head = await within((db) => headOf(db, tenant));
  yield `${JSON.stringify({ vigie: "journal", version: 1, tenant, exportedAt: iso(at), head })}\n`;
  for (let after = 0; after < head.seq; ) {
    const entries = (await within((db) => readLinked(db, tenant, after, AT_ONCE))).filter(({ seq }) => seq <= head.seq);
    const last = entries.at(-1);
    if (last === undefined) break;
    after = last.seq;
    yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  }
}

const asked = ({ since, until, ...query }: { readonly limit: number; readonly before?: number | undefined; readonly who?: string | undefined; readonly action?: string | undefined; readonly since?: string | undefined; readonly until?: string | undefined }) => ({ ...query, since: dateOf(since), until: dateOf(until) });

const present = ({ id, at, who, caller, side, action, subject, reason, details, seq, digest }: JournalEntry) => ({ id, at: iso(at), who, caller, side, action, subject, reason: reason ?? null, details: { ...details }, seq, digest });
