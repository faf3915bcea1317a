import type { FastifyReply } from "fastify";
import { Readable } from "node:stream";
import { IncidentExport, IncidentPath, MarkdownQuery, Register, RegisterCsvQuery, RegisterPath, RegisterQuery } from "../contract/incident-export.ts";
import { Problem } from "../contract/problem.ts";
import { type Caller } from "../core/index.ts";
import { CSV_HEADER, csvLine, exportIncident, markdownOf, registerOf } from "../incidents/index.ts";
import { readTenant, record, type State, withTenant } from "../store/index.ts";
import { languageOf, settingsAt } from "../tenants/index.ts";
import type { RouteDeps } from "./deps.ts";
import { presentExport, presentLine } from "./present-incident.ts";
import { about, answers, dateOf, type Routes } from "./routes.ts";

const TAG = "incidents";
const ONE = "/v1/tenants/:tenant/incidents/:incident/export";
const REGISTER = "/v1/tenants/:tenant/incident-register";
const READ = "incident:read";

/** Incidents as files: one as JSON or Markdown, all of an organisation as its register. */
export const incidentExportRoutes = ({ state, callerOf, now }: RouteDeps): Routes => async (app) => {
  app.get(ONE, { schema: { ...about(TAG, "An incident with its whole thread, as the caller's side may know it", READ), params: IncidentPath, response: answers(IncidentExport) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => presentExport(await exportIncident(db, callerOf(request), request.params.incident, "json"), callerOf(request))));

  app.get(`${ONE}/markdown`, { schema: { ...about(TAG, "The same as a document in Markdown", READ), params: IncidentPath, querystring: MarkdownQuery, produces: ["text/markdown"], response: { default: Problem } } }, async (request, reply) => {
    const text = await withTenant(state, request.params.tenant, async (db) => {
      const caller = callerOf(request);
      const language = request.query.language ?? languageOf((await settingsAt(db, caller.now)).documents);
      return markdownOf(presentExport(await exportIncident(db, caller, request.params.incident, "markdown"), caller), language);
    });
    return send(reply, "text/markdown", "incident.md", text);
  });

  app.get(REGISTER, { schema: { ...about(TAG, "The register of an organisation's incidents, in the order of their numbers", READ), params: RegisterPath, querystring: RegisterQuery, response: answers(Register) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => {
      const { since, until, after, limit } = request.query;
      const { incidents, next } = await registerOf(db, { since: dateOf(since), until: dateOf(until), after, limit }, now());
      return { incidents: incidents.map(presentLine), next };
    }));

  app.get(`${REGISTER}/csv`, { schema: { ...about(TAG, "The whole register as CSV, streamed", READ), params: RegisterPath, querystring: RegisterCsvQuery, produces: ["text/csv"], response: { default: Problem } } }, async (request, reply) => {
    const { since, until } = request.query;
    const lines = registerLines(state, request.params.tenant, callerOf(request), { since: dateOf(since), until: dateOf(until) });
    return send(reply, "text/csv", "incidents.csv", Readable.from(lines));
  });
};

// Of another type than JSON: what the description says of answers does not hold for it.
const send = (reply: FastifyReply, type: string, name: string, body: string | Readable): FastifyReply => reply.type(`${type}; charset=utf-8`).header("content-disposition", `attachment; filename="${name}"`).send(body);

const AT_ONCE = 100;

async function* registerLines(state: State, tenant: string, caller: Caller, span: { readonly since: Date | undefined; readonly until: Date | undefined }): AsyncGenerator<string> {
  await withTenant(state, tenant, (db) => record(db, caller, { action: "incident.register-exported", subject: tenant, details: {} }));
  yield CSV_HEADER;
  for (let after: string | null | undefined; after !== null; ) {
    const from: string | undefined = after;
    const page = await readTenant(state, tenant, (db) => registerOf(db, { ...span, after: from, limit: AT_ONCE }, caller.now));
    yield page.incidents.map((one) => csvLine(presentLine(one))).join("");
    after = page.next;
  }
}
