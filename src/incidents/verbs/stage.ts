import { type Caller, DomainError } from "../../core/index.ts";
import { act } from "../act.ts";
import type { Incident } from "../incident.ts";
import type { IncidentsDb } from "../repo.ts";
import { type Stage, stagesFrom, stepBetween } from "../stage.ts";

/** Moves an incident to another stage; leaving stages out and going back need a reason. Closing and reopening are verbs of their own. */
export async function setStage(db: IncidentsDb, caller: Caller, name: string, { stage, reason }: { readonly stage: Stage; readonly reason?: string | undefined }): Promise<Incident> {
  return act(db, caller, name, {
    action: "incident.stage-changed", tells: "incident.stage-changed", reason, details: { to: stage },
    change: (incident) => {
      const { ref, stage: from, stageTimes } = incident;
      const step = stepBetween(from, stage);
      if (step === "close") throw new DomainError("conflict", `${ref}: close it by its own verb, which asks for the verdict and the lessons.`);
      if (step === undefined || step === "reopen") throw new DomainError("conflict", `${ref} is ${from}: from there it goes to ${stagesFrom(from).join(", ")}, or it is closed.`);
      if (step !== "next" && reason === undefined) throw new DomainError("invalid", `reason: say why ${step === "back" ? "it goes back" : "stages are left out"} from ${from} to ${stage}.`);
      return { stage, stageTimes: { ...stageTimes, [stage]: caller.now.toISOString() } };
    },
    entry: { type: "action", text: `Is ${stage} now.${reason === undefined ? "" : ` ${reason}`}` },
  });
}
