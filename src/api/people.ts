// People of the provider and of its clients: those who may, invite them and change their roles.
import type { FastifyRequest } from "fastify";
import { ChangeRole, Ended, InvitationList, InvitationPath, Invite, NewInvitation, PeopleQuery, Person, PersonList, PersonPath, SetDisabled, TenantInvitationPath, TenantPersonPath, WithReason } from "../contract/people.ts";
import type { Role } from "../contract/roles.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import { endSessions, getPerson, grantRole, invite, type Invitation, listInvitations, listPeople, permissionsOf, resetSecondFactor, setDisabled, withdrawInvitation, withdrawRole } from "../identity/index.ts";
import type { RouteDeps } from "./deps.ts";
import { presentPerson } from "./present-person.ts";
import { about, answers, iso, type Routes } from "./routes.ts";

export const peopleRoutes = (deps: RouteDeps): Routes => async (app) => {
  await app.register(providerPeople(deps));
  await app.register(clientPeople(deps));
};

const presentInvitation = ({ id, email, name, language, memberships, invitedBy, createdAt, expiresAt }: Invitation) =>
  ({ id, email, name, language, memberships: memberships.map((one) => ({ ...one })), invitedBy, createdAt: iso(createdAt), expiresAt: iso(expiresAt) });

async function page(people: ReturnType<typeof listPeople>, limit: number) {
  const found = await people;
  return { people: found.map(presentPerson), next: found.length < limit ? null : (found.at(-1)?.email ?? null) };
}

/** Nobody gives a role of the provider that may more than they may themselves: managing people would be a way around roles. */
function checkGiving({ knownOf }: Pick<RouteDeps, "knownOf">, request: FastifyRequest, roles: readonly Role[]): void {
  const held = knownOf(request).permissionsIn(undefined);
  const beyond = roles.filter((role) => [...permissionsOf(role)].some((permission) => held?.has(permission) !== true));
  if (beyond.length > 0) throw new DomainError("forbidden", `You may not give a role that may more than you may: ${beyond.join(", ")}.`);
}

/** Nor takes anybody anything from somebody who may more than they: who manages people would be above administrators. */
async function checkActing({ state, knownOf }: Pick<RouteDeps, "state" | "knownOf">, request: FastifyRequest, id: string): Promise<void> {
  const { memberships } = await getPerson(state, id);
  const held = knownOf(request).permissionsIn(undefined);
  const beyond = memberships.flatMap(({ tenant, role }) => (tenant === null && [...permissionsOf(role)].some((permission) => held?.has(permission) !== true) ? [role] : []));
  if (beyond.length > 0) throw new DomainError("forbidden", `They may more than you may, as ${beyond.join(", ")}: ask somebody who has that role.`);
}

const providerPeople = (deps: RouteDeps): Routes => async (app) => {
  const { state, now, newId, callerOf } = deps;
  app.get("/v1/people", { schema: { ...about("people", "All people, of both sides", "person:read"), querystring: PeopleQuery, response: answers(PersonList) } }, async ({ query }) => page(listPeople(state, query), query.limit));

  app.get("/v1/people/:person", { schema: { ...about("people", "One person", "person:read"), params: PersonPath, response: answers(Person) } }, async ({ params }) => presentPerson(await getPerson(state, params.person)));

  app.get("/v1/invitations", { schema: { ...about("people", "Open invitations of the provider's own people", "person:read"), response: answers(InvitationList) } }, async () => ({ invitations: (await listInvitations(state, { tenant: null, now: now() })).map(presentInvitation) }));

  app.post("/v1/invitations", { schema: { ...about("people", "Invite somebody of the provider", "person:manage"), body: Invite, response: answers(NewInvitation) } }, async (request) => {
    const { roles, ...given } = request.body;
    checkGiving(deps, request, roles);
    const { invitation, token } = await invite(state, callerOf(request), { ...given, id: newId(), memberships: roles.map((role) => ({ tenant: null, role })) });
    return { invitation: presentInvitation(invitation), token };
  });

  app.delete("/v1/invitations/:invitation", { schema: { ...about("people", "Take an invitation back", "person:manage"), params: InvitationPath, response: answers(Ended) } }, async (request) => {
    await withdrawInvitation(state, callerOf(request), request.params.invitation);
    return { ended: 1 };
  });

  app.post("/v1/people/:person/roles", { schema: { ...about("people", "Give somebody a role of the provider", "person:manage"), params: PersonPath, body: ChangeRole, response: answers(Person) } }, async (request) => {
    checkGiving(deps, request, [request.body.role]);
    return presentPerson(await grantRole(state, callerOf(request), request.params.person, { tenant: null, role: request.body.role }));
  });

  app.post("/v1/people/:person/roles/withdraw", { schema: { ...about("people", "Take a role of the provider from somebody", "person:manage"), params: PersonPath, body: ChangeRole, response: answers(Person) } }, async (request) => {
    await checkActing(deps, request, request.params.person);
    return presentPerson(await withdrawRole(state, callerOf(request), request.params.person, { tenant: null, role: request.body.role }));
  });

  app.post("/v1/people/:person/disabled", { schema: { ...about("people", "Let somebody in no more, or again; their sessions end", "person:manage"), params: PersonPath, body: SetDisabled, response: answers(Person) } }, async (request) => {
    await checkActing(deps, request, request.params.person);
    return presentPerson(await setDisabled(state, callerOf(request), request.params.person, request.body));
  });

  app.post("/v1/people/:person/second-factor/reset", { schema: { ...about("people", "Take a lost second factor away; they set up another", "person:manage"), params: PersonPath, body: WithReason, response: answers(Person) } }, async (request) => {
    await checkActing(deps, request, request.params.person);
    return presentPerson(await resetSecondFactor(state, callerOf(request), request.params.person, request.body));
  });

  app.delete("/v1/people/:person/sessions", { schema: { ...about("people", "End all sessions of somebody", "person:manage"), params: PersonPath, response: answers(Ended) } }, async (request) => {
    await checkActing(deps, request, request.params.person);
    return { ended: await endSessions(state, callerOf(request), await getPerson(state, request.params.person)) };
  });
};

const clientPeople = ({ state, now, newId, callerOf }: RouteDeps): Routes => async (app) => {
  app.get("/v1/tenants/:tenant/people", { schema: { ...about("people", "The people of an organisation", "person:read"), params: TenantPath, querystring: PeopleQuery, response: answers(PersonList) } }, async ({ params, query }) => {
    const { people, next } = await page(listPeople(state, { ...query, tenant: params.tenant }), query.limit);
    // What somebody does elsewhere is no business of this organisation.
    return { people: people.map((person) => ({ ...person, memberships: person.memberships.filter(({ tenant }) => tenant === params.tenant) })), next };
  });

  app.get("/v1/tenants/:tenant/invitations", { schema: { ...about("people", "Open invitations into an organisation", "person:read"), params: TenantPath, response: answers(InvitationList) } }, async ({ params }) => ({ invitations: (await listInvitations(state, { tenant: params.tenant, now: now() })).map(presentInvitation) }));

  app.post("/v1/tenants/:tenant/invitations", { schema: { ...about("people", "Invite somebody into an organisation", "person:manage"), params: TenantPath, body: Invite, response: answers(NewInvitation) } }, async (request) => {
    const { roles, ...given } = request.body;
    const { invitation, token } = await invite(state, callerOf(request), { ...given, id: newId(), memberships: roles.map((role) => ({ tenant: request.params.tenant, role })) });
    return { invitation: presentInvitation(invitation), token };
  });

  app.delete("/v1/tenants/:tenant/invitations/:invitation", { schema: { ...about("people", "Take an invitation into an organisation back", "person:manage"), params: TenantInvitationPath, response: answers(Ended) } }, async (request) => {
    await withdrawInvitation(state, callerOf(request), request.params.invitation, request.params.tenant);
    return { ended: 1 };
  });

  app.post("/v1/tenants/:tenant/people/:person/roles", { schema: { ...about("people", "Give somebody of an organisation a further role in it", "person:manage"), params: TenantPersonPath, body: ChangeRole, response: answers(Person) } }, async (request) => {
    const { tenant, person } = request.params;
    await getPerson(state, person, tenant); // of others nobody here knows
    return own(await grantRole(state, callerOf(request), person, { tenant, role: request.body.role }), tenant);
  });

  app.post("/v1/tenants/:tenant/people/:person/roles/withdraw", { schema: { ...about("people", "Take a role in an organisation from somebody", "person:manage"), params: TenantPersonPath, body: ChangeRole, response: answers(Person) } }, async (request) => {
    const { tenant, person } = request.params;
    return own(await withdrawRole(state, callerOf(request), person, { tenant, role: request.body.role }), tenant);
  });
};

const own = (person: Awaited<ReturnType<typeof getPerson>>, tenant: string) => presentPerson({ ...person, memberships: person.memberships.filter((one) => one.tenant === tenant) });
