// What the platform does by itself after each step: asks the client, makes requests, passes a wait whose requests have ended.
import { systemCaller } from "../../core/index.ts";
import { incidentFacts } from "../../incidents/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import type { Step } from "../format/schema.ts";
import { addMove } from "../run/act.ts";
import { outcomesAfter } from "../run/moves.ts";
import { nextDoing, progressOf } from "../run/progress.ts";
import type { Run } from "../run/run.ts";
import { type AskDeps, askTeams } from "./ask.ts";
import { targetsOf } from "./targets.ts";

const MINUTE_MS = 60_000;

/** Goes on until it is somebody's turn; gives the run as it is then. The caller holds its row. */
export async function advance(db: TenantDb, before: Run, deps: AskDeps & { readonly now: Date }): Promise<Run> {
  const platform = systemCaller("playbooks", deps.now);
  const tried = new Set<string>();
  let run = before;
  for (;;) {
    const doing = nextDoing(progressOf(run.playbook, outcomesAfter(run.moves)), tried);
    if (doing === undefined) return run;
    const { step, what } = doing;
    tried.add(step.id);
    if (what === "pass") run = await addMove(db, platform, run, { verb: "pass", step: step.id, outcome: doing.outcome });
    else if (what === "ask") run = await askClient(db, run, step, deps.now);
    else if (step.kind === "request") {
      const facts = await incidentFacts(db, run.incident);
      // Teams are asked nothing for an incident that is closed: its runs are about to be stopped.
      if (facts.incident.stage === "closed") continue;
      const requests = await askTeams(db, run, step, { ...deps, facts });
      // None: the step is passed by, or waits for an analyst, who sees why.
      if (requests.length === 0 && step.each.optional && targetsOf(step, facts).length === 0) run = await addMove(db, platform, run, { verb: "pass", step: step.id, outcome: "nothing" });
      if (requests.length > 0) run = await addMove(db, platform, run, { verb: "make", step: step.id, outcome: "asked", requests });
    }
  }
}

/** An approval has a deadline and is told of as such; questions are put into the thread that both sides read. */
async function askClient(db: TenantDb, run: Run, step: Step, now: Date): Promise<Run> {
  const platform = systemCaller("playbooks", now);
  const subject = { kind: "incident", id: run.incident } as const;
  const text = [step.title[run.language], ...(step.text === undefined ? [] : [step.text[run.language]])].join("\n");
  await addEntry(db, platform, { subject, type: step.kind === "approval" ? "action" : "message", visibility: "shared", text, details: { action: "playbook.asked", run: run.id, step: step.id } });
  return addMove(db, platform, run, { verb: "ask", step: step.id, outcome: "asked", deadline: step.kind === "approval" ? new Date(now.getTime() + step.minutes * MINUTE_MS) : null });
}
