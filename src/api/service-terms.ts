// What the settings mean: for an incident that begins now, and for the second channel.
import type { z } from "zod";
import { SecondChannelTest, ServiceTerms, ServiceTermsQuery } from "../contract/service-terms.ts";
import { TenantPath } from "../contract/shared.ts";
import { secondChannelState } from "../notify/index.ts";
import { type OnCall, type ServiceTerms as Terms, showTerms } from "../tenants/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, isoOrNull, type Routes } from "./routes.ts";

export const serviceTermRoutes = ({ state, now }: RouteDeps): Routes => async (app) => {
  app.get("/v1/tenants/:tenant/service-terms", { schema: { ...about("settings", "What holds for an incident of a category and severity: who handles it, what is due when, whom to call", "setting:read"), params: TenantPath, querystring: ServiceTermsQuery, response: answers(ServiceTerms) } }, async ({ params, query }) => {
    const { versions, ...terms } = await showTerms(state, params.tenant, { ...query, at: dateOf(query.at) ?? now() });
    return { ...present(terms), versions };
  });

  app.get("/v1/tenants/:tenant/second-channel", { schema: { ...about("settings", "Whether the second means of notification is to be tested", "setting:read"), params: TenantPath, response: answers(SecondChannelTest) } }, async ({ params }) => secondChannelState(state, params.tenant, now()));
};

const present = ({ due, notices, onCall, ...terms }: Terms): Omit<z.infer<typeof ServiceTerms>, "versions"> => ({
  ...terms,
  due: due.map((one) => ({ ...one, dueAt: isoOrNull(one.dueAt) })),
  notices: notices.map((one) => ({ ...one, to: [...one.to], dueAt: isoOrNull(one.dueAt) })),
  onCall: onCall.map(({ contact, insteadOf }) => ({ contact: personOf(contact), insteadOf: insteadOf === null ? null : personOf(insteadOf) })),
});

const personOf = ({ key, name, email, phone }: OnCall["contact"]) => ({ key, name, email, phone });
