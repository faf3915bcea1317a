// An organisation with an incident, teams and people, for tests of playbooks.
import { addPart, type IncidentToOpen, openIncident, type PartToAdd } from "../src/incidents/index.ts";
import { listRequests, type Request } from "../src/requests/index.ts";
import { type Playbook, playbookNamed, type Run, shippedPlaybooks, showRun, startRun, takeStep } from "../src/playbooks/index.ts";
import { analyst, requestWorld, type RequestWorld } from "./requests.ts";

export type PlaybookWorld = RequestWorld & {
  readonly newId: () => string;
  readonly start: (playbook: Playbook | string, over?: { readonly incident?: string }) => Promise<Run>;
  readonly do: (run: string, step: string, said?: { readonly verb?: "do" | "skip" | "answer" | "decide"; readonly choice?: string; readonly note?: string }) => Promise<Run>;
  readonly requests: (incident?: string) => Promise<readonly Request[]>;
  /** Step → status, as an analyst sees it. */
  readonly statuses: (run: string) => Promise<Readonly<Record<string, string>>>;
  readonly open: (over?: Partial<IncidentToOpen>) => Promise<{ readonly id: string; readonly ref: string }>;
  readonly add: (parts: readonly PartToAdd[], incident?: string) => Promise<void>;
};

export const victim = (name: string): PartToAdd => ({ kind: "asset", document: { name, asset: name, role: "victim", state: "" }, visibility: "shared" });
export const account = (name: string): PartToAdd => ({ kind: "account", document: { name, role: "related", state: "" }, visibility: "shared" });
export const indicator = (type: "domain" | "ip", value: string): PartToAdd => ({ kind: "indicator", document: { type, value, verdict: "malicious", isPassedOn: false, note: "" }, visibility: "shared" });

/** The incident has the victim PC-1, which the team Workstations owns. */
export async function playbookWorld(): Promise<PlaybookWorld> {
  const world = await requestWorld();
  const { inNorth, incident } = world;
  let ids = 0;
  const newId = (): string => `id-${++ids}`;
  const add: PlaybookWorld["add"] = async (parts, of = incident.id) => {
    for (const part of parts) await inNorth((db) => addPart(db, analyst(), of, part));
  };
  await add([victim("PC-1")]);
  return {
    ...world, newId, add,
    start: async (named, { incident: at = incident.id } = {}) => {
      const playbook = typeof named === "string" ? playbookNamed(await shippedPlaybooks(), named) : named;
      return inNorth((db) => startRun(db, analyst(), { incident: at, playbook, language: "en" }, { newId }));
    },
    do: (run, step, { verb = "do", ...said } = {}) => inNorth((db) => takeStep(db, analyst(), run, { verb, step, ...said }, { newId })),
    requests: (of = incident.id) => inNorth(async (db) => (await listRequests(db, analyst(), { view: "all", incident: of, limit: 200 })).requests),
    statuses: async (run) => Object.fromEntries((await inNorth((db) => showRun(db, analyst(), run))).sections.flatMap(({ steps }) => steps.map(({ step, status }) => [step.id, status]))),
    open: async (over = {}) => inNorth((db) => openIncident(db, analyst(), { title: "Another", severity: "high", origin: "provider", ...over })),
  };
}
