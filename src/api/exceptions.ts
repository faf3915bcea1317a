// Exceptions over HTTP: test a text on the past, save it, look at it, decide on it.
import type { z } from "zod";
import {
  AlertDraftPath, Backtest, BacktestException, type Exception, ExceptionDetail, ExceptionDraft, ExceptionList, ExceptionPath, ExceptionQuery, ExceptionReason, SaveException,
} from "../contract/exceptions.ts";
import { TenantPath } from "../contract/shared.ts";
import {
  approveException, backtest, type BacktestDeps, draftFromAlert, endException, type Exception as Saved, listExceptions, proposeException, refuseException, reviseException, saveException, showException, type Tested, withdrawException,
} from "../alerts/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";

export type ExceptionDeps = Pick<RouteDeps, "state" | "newId" | "now" | "callerOf"> & Pick<BacktestDeps, "eventsOf">;

const EXCEPTIONS = "/v1/tenants/:tenant/exceptions";
const ONE = `${EXCEPTIONS}/:exception`;

/** What is kept from people on purpose. */
export const exceptionRoutes = ({ state, newId, now, callerOf, eventsOf }: ExceptionDeps): Routes => async (app) => {
  app.get(EXCEPTIONS, { schema: { ...about("exceptions", "Exceptions, the last one changed first", "exception:read"), params: TenantPath, querystring: ExceptionQuery, response: answers(ExceptionList) } }, async ({ params, query }) => {
    const { state: states, ...page } = query;
    const found = await listExceptions(state, params.tenant, { ...page, states });
    return { exceptions: found.map((one) => present(one, one.hidden)), next: found.length < query.limit ? null : (found.at(-1)?.id ?? null) };
  });

  app.get(ONE, { schema: { ...about("exceptions", "One exception, with every step that it took and its backtest", "exception:read"), params: ExceptionPath, response: answers(ExceptionDetail) } }, async ({ params }) => detail(params.tenant, params.exception));

  app.post(`${EXCEPTIONS}/backtest`, { schema: { ...about("exceptions", "What a text would have hidden", "exception:change"), params: TenantPath, body: BacktestException, response: answers(Backtest) } }, async (request) =>
    presentTested(await backtest({ state, newId, eventsOf, elapsedMs: () => performance.now() }, callerOf(request), request.params.tenant, request.body)));

  app.post(EXCEPTIONS, { schema: { ...about("exceptions", "Save an exception", "exception:change"), params: TenantPath, body: SaveException, response: answers(ExceptionDetail) } }, async (request) => {
    const { id } = await saveException(state, callerOf(request), request.params.tenant, { ...request.body, id: newId(), expiresAt: dateOf(request.body.expiresAt) });
    return detail(request.params.tenant, id);
  });

  app.put(ONE, { schema: { ...about("exceptions", "Write it anew; who writes it is its author", "exception:change"), params: ExceptionPath, body: SaveException, response: answers(ExceptionDetail) } }, async (request) => {
    const { tenant, exception: id } = request.params;
    await reviseException(state, callerOf(request), tenant, { ...request.body, id, expiresAt: dateOf(request.body.expiresAt) });
    return detail(tenant, id);
  });

  app.post(`${ONE}/propose`, { schema: { ...about("exceptions", "Propose a draft; a narrow one holds at once", "exception:change"), params: ExceptionPath, response: answers(ExceptionDetail) } }, async (request) => {
    const { tenant, exception: id } = request.params;
    await proposeException(state, callerOf(request), tenant, id);
    return detail(tenant, id);
  });

  for (const [name, verb, permission, summary] of DECISIONS) {
    app.post(`${ONE}/${name}`, { schema: { ...about("exceptions", summary, permission), params: ExceptionPath, body: ExceptionReason, response: answers(ExceptionDetail) } }, async (request) => {
      const { tenant, exception: id } = request.params;
      await verb(state, callerOf(request), tenant, { id, reason: request.body.reason });
      return detail(tenant, id);
    });
  }

  app.post("/v1/tenants/:tenant/alerts/:alert/exception-draft", { schema: { ...about("exceptions", "A first text, out of an alert; nothing is kept", "exception:change"), params: AlertDraftPath, response: answers(ExceptionDraft) } }, async ({ params }) => {
    const { shared, differs, scope, conditions, ...draft } = await draftFromAlert({ state, eventsOf }, params.tenant, params.alert, now());
    return { ...draft, scope: presentScope(scope), conditions: { ...conditions }, shared: [...shared], differs: differs.map(({ field, values }) => ({ field, values: [...values] })) };
  });

  const detail = async (tenant: string, id: string): Promise<z.infer<typeof ExceptionDetail>> => {
    const { steps, tested, hidden, ...exception } = await showException(state, tenant, id);
    return {
      ...present(exception, hidden), tested: tested === null ? null : presentTested(tested),
      steps: steps.map(({ version, verb, state: was, who, side, at, reason, text }) => ({ version, verb, state: was as Saved["state"], who, side, at: iso(at), reason, text: { ...text } })),
    };
  };
};

const DECISIONS = [
  ["approve", approveException, "exception:approve", "Put a proposed exception into force, as the second person"],
  ["refuse", refuseException, "exception:approve", "Refuse a proposed exception"],
  ["withdraw", withdrawException, "exception:change", "Take a draft or proposal back"],
  ["end", endException, "exception:change", "End one that is in force; what it hid stays hidden"],
] as const;

const presentScope = ({ rule, assets: { tags, services, environments } }: Saved["scope"]) => ({ rule, assets: { tags: [...tags], services: [...services], environments: [...environments] } });

function present({ author, approved, scope, conditions, needs, createdAt, changedAt, expiresAt, endedAt, ...one }: Saved, hidden: { readonly count: number; readonly last: Date | null }): z.infer<typeof Exception> {
  const { id, version, state, title, justification, alert } = one;
  return {
    id, version, state, title, justification, alert, scope: presentScope(scope), conditions: { ...conditions }, author: { who: author.who, side: author.side }, needs: { reasons: [...needs.reasons], client: needs.client },
    createdAt: iso(createdAt), changedAt: iso(changedAt), expiresAt: iso(expiresAt), endedAt: isoOrNull(endedAt),
    approved: approved === null ? null : { who: approved.who, side: approved.side, at: iso(approved.at) }, hidden: { count: hidden.count, last: isoOrNull(hidden.last) },
  };
}

function presentTested({ id, askedBy, at, since, until, result }: Tested): z.infer<typeof Backtest> {
  const { squares, truePositives, unknownFields, narrower, ...counts } = result;
  return {
    id, askedBy, at: iso(at), since: iso(since), until: iso(until), ...counts, squares: squares.map((one) => ({ ...one, time: iso(one.time) })), narrower: narrower === null ? null : { ...narrower, condition: { ...narrower.condition } },
    truePositives: { count: truePositives.count, named: [...truePositives.named] }, unknownFields: [...unknownFields],
  };
}
