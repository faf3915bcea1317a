// What people do with a request: one route a verb.
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { Acknowledge, AskApproval, CannotDo, ClaimDone, Request as Page, RequestPath, Reroute, SayMessage, SendRequest, SettleDelivery, StartRequest, VerifyByHand, WithNote, WithReason } from "../contract/requests.ts";
import type { Permission } from "../contract/roles.ts";
import {
  acknowledgeRequest, approveRequest, askApproval, type Asker, cancelRequest, cannotDo, checkRequest, claimDone, refuseApproval, reopenRequest, reroute, reviseRequest, sayMessage, sendRequest, settleDelivery, startRequest, verifyByHand,
} from "../requests/index.ts";
import { readTenant, type TenantDb, withTenant } from "../store/index.ts";
import { askerOf, type RequestRouteDeps } from "./request-asker.ts";
import { pageOf } from "./request-page.ts";
import { about, answers, type Routes } from "./routes.ts";

const REQUEST = "/v1/tenants/:tenant/requests/:request";
const TAG = "requests";

export const requestVerbRoutes = (deps: RequestRouteDeps): Routes => async (app) => {
  type Verb<Body extends z.ZodType> = { readonly name: string; readonly summary: string; readonly permission: Permission; readonly body: Body; readonly act: (db: TenantDb, asker: Asker, id: string, body: z.infer<Body>) => Promise<unknown> };
  const verb = <Body extends z.ZodType>({ name, summary, permission, body, act }: Verb<Body>): void => {
    app.post(`${REQUEST}/${name}`, { schema: { ...about(TAG, summary, permission), params: RequestPath, body, response: answers(Page) } }, (request: FastifyRequest) => {
      // The server validates by the schema, so what arrives here is what the contract says.
      const { tenant, request: id } = request.params as z.infer<typeof RequestPath>;
      return withTenant(deps.state, tenant, async (db) => {
        const asker = askerOf(deps, request, tenant);
        await act(db, asker, id, request.body as z.infer<Body>);
        return pageOf(db, asker, id);
      });
    });
  };
  // What the provider does.
  verb({ name: "send", summary: "Send it to the team", permission: "request:send", body: SendRequest, act: sendRequest });
  verb({ name: "ask-approval", summary: "Ask the client whether it may be sent", permission: "request:send", body: AskApproval, act: (db, asker, id, body) => askApproval(db, asker, id, { ...body, deadline: new Date(body.deadline) }) });
  verb({ name: "reroute", summary: "Give it to another team", permission: "request:send", body: Reroute, act: reroute });
  verb({ name: "verify", summary: "Say that it is done, and how that is known", permission: "request:send", body: VerifyByHand, act: verifyByHand });
  verb({ name: "reopen", summary: "Give it back to the team: it is not done", permission: "request:send", body: WithReason, act: reopenRequest });
  verb({ name: "revise", summary: "Make a draft again of what was refused", permission: "request:send", body: WithReason, act: reviseRequest });
  verb({ name: "cancel", summary: "Take it back: nobody has to do it any more", permission: "request:send", body: WithReason, act: cancelRequest });
  verb({ name: "settle-delivery", summary: "Say whether it arrived where that was unknown", permission: "request:send", body: SettleDelivery, act: settleDelivery });
  // What the client decides.
  verb({ name: "approve", summary: "Agree that it is sent", permission: "request:approve", body: WithNote, act: approveRequest });
  verb({ name: "refuse-approval", summary: "Refuse that it is sent", permission: "request:approve", body: WithReason, act: refuseApproval });
  // What the team says.
  verb({ name: "acknowledge", summary: "The team has read it", permission: "request:update", body: Acknowledge, act: (db, asker, id, { planned, ...words }) => acknowledgeRequest(db, asker, id, { ...words, planned: planned === null ? null : new Date(planned) }) });
  verb({ name: "start", summary: "The team works on it", permission: "request:update", body: StartRequest, act: startRequest });
  verb({ name: "claim-done", summary: "The team says that it is done", permission: "request:update", body: ClaimDone, act: claimDone });
  verb({ name: "cannot", summary: "The team cannot do it", permission: "request:update", body: CannotDo, act: cannotDo });
  verb({ name: "messages", summary: "Write into the thread; as a question, the SOC has to answer", permission: "request:update", body: SayMessage, act: sayMessage });

  app.post(`${REQUEST}/check`, { schema: { ...about(TAG, "Look now whether events show that it is done", "request:send"), params: RequestPath, response: answers(Page) } }, async (request) => {
    const { tenant, request: id } = request.params;
    const asker = askerOf(deps, request, tenant);
    await checkRequest({ state: deps.state, look: deps.look }, asker, tenant, id);
    return readTenant(deps.state, tenant, (db) => pageOf(db, asker, id));
  });
};
