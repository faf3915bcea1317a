// Playbooks: those at work at an incident, their steps, and what is done with a step.
import { useQuery } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type PlaybookRun = Schemas["PlaybookRun"];
export type RunStep = PlaybookRun["sections"][number]["steps"][number];
export type IncidentPlaybooks = Paths["/v1/tenants/{tenant}/incidents/{incident}/playbooks"]["get"]["answer"];
export type RunName = { readonly tenant: string; readonly playbookRun: string };

export const usePlaybooks = (tenant: string, incident: string) => useQuery({
  queryKey: ["playbook", tenant, "of", incident],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/incidents/{incident}/playbooks", { path: { tenant, incident }, signal }),
});

export const useRun = ({ tenant, playbookRun }: RunName) => useQuery({
  queryKey: ["playbook", tenant, playbookRun],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/playbook-runs/{playbookRun}", { path: { tenant, playbookRun }, signal }),
});

/** What a step may move: requests are made, the incident's thread says so. */
const MOVED = ["playbook", "incident", "request", "waiting"];

export const useStartPlaybook = (tenant: string, incident: string) => useAct(tenant, MOVED, ({ playbook, language }: { readonly playbook: string; readonly language: "en" | "fr" }) => api.post("/v1/tenants/{tenant}/incidents/{incident}/playbooks", { path: { tenant, incident }, body: { playbook, language } }));

export type StepAct =
  | { readonly verb: "do"; readonly note?: string | undefined }
  | { readonly verb: "skip" | "refuse"; readonly reason: string }
  | { readonly verb: "answer" | "decide"; readonly choice: string; readonly note?: string | undefined }
  | { readonly verb: "approve"; readonly note?: string | undefined };

const note = (text: string | undefined) => (text === undefined || text === "" ? {} : { note: text });

/** Does a step, leaves it out, answers, decides or agrees. */
export const useStep = ({ tenant, playbookRun }: RunName, step: string) => useAct(tenant, MOVED, (act: StepAct) => {
  const path = { tenant, playbookRun, step };
  switch (act.verb) {
    case "do": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/do", { path, body: note(act.note) });
    case "skip": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/skip", { path, body: { reason: act.reason } });
    case "refuse": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/refuse", { path, body: { reason: act.reason } });
    case "answer": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/answer", { path, body: { choice: act.choice, ...note(act.note) } });
    case "decide": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/decide", { path, body: { choice: act.choice, ...note(act.note) } });
    case "approve": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/approve", { path, body: note(act.note) });
  }
});

export type RunAct = { readonly verb: "undo" | "finish" } | { readonly verb: "stop"; readonly reason: string };

/** Takes the last step back, finishes or stops a run. */
export const useRunAct = ({ tenant, playbookRun }: RunName) => useAct(tenant, MOVED, (act: RunAct) => {
  const path = { tenant, playbookRun };
  switch (act.verb) {
    case "undo": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/undo", { path, body: {} });
    case "finish": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/finish", { path, body: {} });
    case "stop": return api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/stop", { path, body: { reason: act.reason } });
  }
});
