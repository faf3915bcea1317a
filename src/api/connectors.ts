// Connectors to the ITSM of an organisation: both sides see how they stand; the provider changes them, either may stop one.
import type { z } from "zod";
import { AddConnector, AddedConnector, ChangeConnector, Connector, ConnectorKinds, ConnectorPath, ConnectorReason, Connectors, ConnectorTest, ConnectorWritePath, ConnectorWrites, TestConnector, UseConnector, WriteQuery } from "../contract/connectors.ts";
import { TenantPath } from "../contract/shared.ts";
import { type Caller, DomainError } from "../core/index.ts";
import {
  addConnector, changeConnector, connectorStatus, type ConnectorStatus, connectorStatuses, isWell, KINDS, type ManageDeps, probeConnector, removeConnector, listWrites, settleWrite, startConnector, stopConnector, tryConnector, useConnector,
} from "../requests/index.ts";
import { readTenant, withTenant } from "../store/index.ts";
import type { Outside } from "./cmdb-sources.ts";
import type { RouteDeps } from "./deps.ts";
import { HINTS } from "./hints.ts";
import { presentWrite } from "./present-write.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

const TAG = "connectors";
const ALL = "/v1/tenants/:tenant/connectors";
const ONE = `${ALL}/:connector`;

export type ConnectorRouteDeps = RouteDeps & { readonly outside: Outside };

/** What connectors are, how they stand, and what is done with them. */
export const connectorRoutes = (deps: ConnectorRouteDeps): Routes => async (app) => {
  const { state, now, callerOf } = deps;
  const manage = managing(deps);
  const shown = async (caller: Caller, tenant: string, id: string): Promise<z.infer<typeof Connector>> => {
    const status = await readTenant(state, tenant, (db) => connectorStatus(db, id, now()));
    if (status === undefined) throw new DomainError("not_found", `There is no connector ${id} here.`);
    return present(status, caller);
  };
  app.get("/v1/connector-kinds", { schema: { ...about(TAG, "Which systems there are connectors for, and what each can do", "own"), response: answers(ConnectorKinds) } }, async () => ({
    kinds: KINDS.map(({ kind, product, secrets, capabilities, states, moves }) => ({ kind, product, secrets: [...secrets], capabilities: { ...capabilities, comments: [...capabilities.comments] }, states: { ...states }, moves: { ...moves } })),
  }));
  app.get(ALL, { schema: { ...about(TAG, "Connectors, with how they stand", "connector:read"), params: TenantPath, response: answers(Connectors) } }, async (request) =>
    ({ connectors: (await readTenant(state, request.params.tenant, (db) => connectorStatuses(db, now()))).map((status) => present(status, callerOf(request))) }));
  app.get(ONE, { schema: { ...about(TAG, "One connector", "connector:read"), params: ConnectorPath, response: answers(Connector) } }, (request) => shown(callerOf(request), request.params.tenant, request.params.connector));
  app.post(ALL, { schema: { ...about(TAG, "Add a connector, out of use until it was probed", "connector:change"), params: TenantPath, body: AddConnector, response: answers(AddedConnector) } }, async (request) => {
    const { connector, hookSecret } = await addConnector(manage, callerOf(request), request.params.tenant, request.body);
    return { connector: await shown(callerOf(request), request.params.tenant, connector.id), hookSecret };
  });
  app.patch(ONE, { schema: { ...about(TAG, "Change address, settings or secrets", "connector:change"), params: ConnectorPath, body: ChangeConnector, response: answers(Connector) } }, async (request) => {
    const { tenant, connector: id } = request.params;
    await changeConnector(manage, callerOf(request), { tenant, id }, request.body);
    return shown(callerOf(request), tenant, id);
  });
  app.post(`${ONE}/probe`, { schema: { ...about(TAG, "See whether address, account and clock are well; nothing is written there", "connector:change"), params: ConnectorPath, response: answers(Connector) } }, async (request) => {
    const { tenant, connector: id } = request.params;
    await probeConnector(manage, callerOf(request), { tenant, id });
    return shown(callerOf(request), tenant, id);
  });
  app.post(`${ONE}/test`, { schema: { ...about(TAG, "Make a ticket that says that there is nothing to do, and end it", "connector:change"), params: ConnectorPath, body: TestConnector, response: answers(ConnectorTest) } }, async (request) => {
    const { tenant, connector: id } = request.params;
    const { ok, ticket, steps } = await tryConnector(manage, callerOf(request), { tenant, id }, request.body.queue);
    return { ok, ticket, steps: [...steps] };
  });
  app.post(`${ONE}/use`, { schema: { ...about(TAG, "Take it into use, see what it would do, or out of use", "connector:change"), params: ConnectorPath, body: UseConnector, response: answers(Connector) } }, async (request) => {
    const { tenant, connector: id } = request.params;
    await useConnector(manage, callerOf(request), { tenant, id }, request.body);
    return shown(callerOf(request), tenant, id);
  });
  for (const [verb, summary, permission, act] of [["stop", "Stop all that it does; both sides may", "automation:stop", stopConnector], ["start", "Let it go on", "connector:change", startConnector]] as const) {
    app.post(`${ONE}/${verb}`, { schema: { ...about(TAG, summary, permission), params: ConnectorPath, body: ConnectorReason, response: answers(Connector) } }, async (request) => {
      const { tenant, connector: id } = request.params;
      await act(manage, callerOf(request), { tenant, id }, request.body);
      return shown(callerOf(request), tenant, id);
    });
  }
  app.post(`${ONE}/remove`, { schema: { ...about(TAG, "Take it out of use for good; its tickets stay where they are", "connector:change"), params: ConnectorPath, body: ConnectorReason, response: answers(Connectors) } }, async (request) => {
    const { tenant, connector: id } = request.params;
    await removeConnector(manage, callerOf(request), { tenant, id }, request.body);
    return { connectors: (await readTenant(state, tenant, (db) => connectorStatuses(db, now()))).map((status) => present(status, callerOf(request))) };
  });
  app.get(`${ONE}/writes`, { schema: { ...about(TAG, "What is to be written there, and what was refused, the newest first", "connector:read"), params: ConnectorPath, querystring: WriteQuery, response: answers(ConnectorWrites) } }, async ({ params: { tenant, connector }, query }) =>
    ({ writes: (await readTenant(state, tenant, (db) => listWrites(db, connector, { limit: query.limit, states: query.state === undefined ? undefined : query.state === "open" ? ["queued", "sending", "unknown"] : [query.state] }))).map(presentWrite) }));
  for (const [verb, summary] of [["again", "Try again what was refused or dropped"], ["drop", "Let it be"]] as const) {
    app.post(`${ONE}/writes/:write/${verb}`, { schema: { ...about(TAG, summary, "request:send"), params: ConnectorWritePath, body: ConnectorReason, response: answers(ConnectorWrites) } }, async (request) => {
      const { tenant, connector, write } = request.params;
      await withTenant(state, tenant, (db) => settleWrite(db, callerOf(request), { connector, id: write }, { verb, reason: request.body.reason }));
      return { writes: (await readTenant(state, tenant, (db) => listWrites(db, connector, { limit: 50 }))).map(presentWrite) };
    });
  }
};

const managing = ({ state, now, newId, seal, outside }: ConnectorRouteDeps): ManageDeps => ({ state, now, newId, seal, ...outside });

function present({ connector: { id, name, kind, url, use, settings, secretNames, version, hookId, succeededAt, failures, problem, nextRoundAt, stopped, probe, probedAt, madeAt, madeBy }, words, lagSeconds, writes, tickets }: ConnectorStatus, { side }: Pick<Caller, "side">): z.infer<typeof Connector> {
  return {
    id, name, kind, product: KINDS.find((one) => one.kind === kind)?.product ?? kind, url, use, settings, secretNames: [...secretNames], version, hook: side === "client" ? null : HINTS.replace(":hook", hookId),
    status: {
      words, lastSuccessAt: isoOrNull(succeededAt), lagSeconds, failures, problem: problem === null ? null : { ...problem }, nextRoundAt: use === "on" ? iso(nextRoundAt) : null,
      stopped: stopped === null ? null : { ...stopped, at: iso(stopped.at) }, writes: { ...writes }, tickets: { ...tickets },
    },
    probe: probe === null || probedAt === null ? null : { at: iso(probedAt), version: probe.version, account: probe.account, skewMs: probe.skewMs, ok: isWell(probe), checks: probe.checks.map((check) => ({ ...check })) },
    madeAt: iso(madeAt), madeBy,
  };
}
