// Every page has an address; what it shows is loaded when somebody goes there.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { Shell } from "./components/shell.tsx";
import { landingOf } from "./components/nav.ts";
import { Failed } from "./components/states.tsx";
import { ApiProblem } from "./data/client.ts";
import { meQuery, type Me } from "./data/me.ts";
import { queryClient } from "./data/query-client.ts";
import type { View } from "./data/search.ts";
import { speak } from "./locales/index.ts";
import { NotFound } from "./pages/not-found.tsx";

const texts = (view: Record<string, unknown>): View => Object.fromEntries(Object.entries(view).flatMap(([name, value]) => (value === undefined ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)]])));

const root = createRootRoute({ component: Outlet, validateSearch: texts, notFoundComponent: NotFound, errorComponent: ({ error, reset }) => <Failed error={error} retry={reset} /> });

type Load = () => Promise<Record<string, unknown>>;
const shown = (load: Load, name: string) => lazyRouteComponent(load as () => Promise<{ default: React.ComponentType }>, name as "default");

const outside = <Path extends string>(path: Path, load: Load, name: string) => createRoute({ getParentRoute: () => root, path, component: shown(load, name) });

/** Who is signed in, in their language; nobody: to the sign-in, and back afterwards. */
async function signedIn(href: string): Promise<Me> {
  try {
    const me = await queryClient.query({ ...meQuery, staleTime: "static" });
    if (me.person !== null) await speak(me.person.language);
    return me;
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === "unauthenticated") throw redirect({ to: "/sign-in", search: { back: href } });
    throw error;
  }
}

const inside = createRoute({ getParentRoute: () => root, id: "inside", component: Shell, beforeLoad: async ({ location }) => void (await signedIn(location.href)) });
const landing = createRoute({ getParentRoute: () => inside, path: "/", beforeLoad: async ({ location }) => { throw redirect({ to: landingOf(await signedIn(location.href)) }); } });
const page = <Path extends string>(path: Path, load: Load, name: string) => createRoute({ getParentRoute: () => inside, path, component: shown(load, name) });

const tree = root.addChildren([
  outside("/sign-in", () => import("./pages/sign-in/sign-in-page.tsx"), "SignInPage"),
  outside("/invitation", () => import("./pages/sign-in/invitation-page.tsx"), "InvitationPage"),
  outside("/set-up", () => import("./pages/set-up/set-up-page.tsx"), "SetUpPage"),
  inside.addChildren([
    landing,
    page("/o/$ref", () => import("./pages/reference/reference-page.tsx"), "ReferencePage"),
    page("/account", () => import("./pages/account/account-page.tsx"), "AccountPage"),
    page("/home", () => import("./pages/home/home-page.tsx"), "HomePage"),
    page("/declare", () => import("./pages/home/declare-page.tsx"), "DeclarePage"),
    page("/queue", () => import("./pages/queue/queue-page.tsx"), "QueuePage"),
    page("/alerts/$tenant/$alert", () => import("./pages/alert/alert-page.tsx"), "AlertPage"),
    page("/incidents", () => import("./pages/incidents/incidents-page.tsx"), "IncidentsPage"),
    page("/incidents/$tenant/$incident", () => import("./pages/incident/incident-page.tsx"), "IncidentPage"),
    page("/requests", () => import("./pages/requests/requests-page.tsx"), "RequestsPage"),
    page("/requests/$tenant/$request", () => import("./pages/requests/request-page.tsx"), "RequestPage"),
    page("/hunt", () => import("./pages/hunt/hunt-page.tsx"), "HuntPage"),
    page("/sources", () => import("./pages/sources/sources-page.tsx"), "SourcesPage"),
    page("/rules", () => import("./pages/rules/rules-page.tsx"), "RulesPage"),
    page("/rules/$tenant/edit", () => import("./pages/rules/rule-editor-page.tsx"), "RuleEditorPage"),
    page("/coverage", () => import("./pages/coverage/coverage-page.tsx"), "CoveragePage"),
    page("/organisations", () => import("./pages/organisations/organisations-page.tsx"), "OrganisationsPage"),
    page("/organisations/$tenant", () => import("./pages/organisations/organisation-page.tsx"), "OrganisationPage"),
    page("/service", () => import("./pages/service/service-page.tsx"), "ServicePage"),
    // What is nowhere, for whoever is signed in: in the frame, and in their language.
    page("/$", () => import("./pages/not-found.tsx"), "NotFound"),
    page("/journal", () => import("./pages/journal/journal-page.tsx"), "JournalPage"),
  ]),
]);

// Members of the address are text; what looks like a number stays one's own.
const parse = (text: string): View => Object.fromEntries(new URLSearchParams(text));
const write = (view: Record<string, unknown>): string => {
  const text = new URLSearchParams(Object.entries(texts(view)).filter(([, value]) => value !== "") as [string, string][]).toString();
  return text === "" ? "" : `?${text}`;
};

export const router = createRouter({ routeTree: tree, parseSearch: parse, stringifySearch: write, defaultPreload: "intent", defaultNotFoundComponent: NotFound });

declare module "@tanstack/react-router" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- a declaration can only be merged as an interface
  interface Register {
    router: typeof router;
  }
}
