// Where a link in a mail leads: it says where to sign in, and decides nothing.
import { LinkPath, LinkQuery, OpenedLink } from "../contract/links.ts";
import { createLinks } from "../escalations/index.ts";
import type { RouteDeps } from "./deps.ts";
import { answers, open, type Routes } from "./routes.ts";

/** The routes of links; anybody may open one. */
export const linkRoutes = (deps: RouteDeps): Routes => async (app) => {
  const links = createLinks(deps);
  app.get("/v1/links/:ref", { schema: { ...open("links", "What a link in a mail leads to: where to sign in, and nothing more"), params: LinkPath, querystring: LinkQuery, response: answers(OpenedLink) } }, async ({ params: { ref }, query }) => {
    const isGood = await links.isGood({ ref, ...query });
    const message = isGood ? `Sign in to read ${ref} and to answer.` : "This link has ended, or it was cut on its way: sign in, and look for the reference of the mail.";
    return { ref, isGood, signIn: isGood ? `/sign-in?back=${encodeURIComponent(`/o/${encodeURIComponent(ref)}`)}` : "/sign-in", message };
  });

  // The address in mails is that of the web app's page, which asks the route above.
  if (deps.web !== undefined) return;
  app.get("/o/:ref", { schema: { ...open("links", "The address in mails; leads to the same"), params: LinkPath, querystring: LinkQuery } }, async ({ params: { ref }, query }, reply) =>
    reply.redirect(`/v1/links/${encodeURIComponent(ref)}?${new URLSearchParams({ ...query, until: String(query.until) }).toString()}`, 303));
};
