// The line below a step: who did it and when, on whom it waits, what happens if nobody answers. Pure.
import { type Request, stateWords } from "../../requests/index.ts";
import { type Both, type Playbook, type Step, stepsOf } from "../format/schema.ts";
import type { Move } from "../run/moves.ts";
import type { StepProgress } from "../run/progress.ts";

export type Telling = {
  readonly progress: StepProgress;
  /** What brought it to where it is. */
  readonly move: Move | undefined;
  readonly requests: readonly Request[];
  readonly targets: readonly string[];
  readonly hindrance: Both | undefined;
  readonly timeZone: string;
  readonly steps: Pick<Playbook, "sections">;
};

/** `No · Security team lead, 11:06`, or `AM-R-0118: Acknowledged, waits on Workstations`. */
export function belowStep(telling: Telling): Both {
  const { progress: { status }, move, timeZone } = telling;
  const stamp = move === undefined ? "" : `${move.who}, ${clockTime(move.at, timeZone)}`;
  switch (status) {
    case "skipped": return { en: `Left out · ${stamp}`, fr: `Laissée de côté · ${stamp}` };
    case "off-branch": return { en: "Not needed: the answers lead past it.", fr: "Sans objet : les réponses mènent ailleurs." };
    case "not-reached": return ahead(telling);
    case "now": return telling.hindrance ?? ahead(telling);
    case "done":
    case "waiting": return status === "waiting" && telling.requests.length === 0 ? ahead(telling) : became(telling, stamp);
  }
}

/** What it came to, and who said so. */
function became({ progress: { step, outcome }, requests, steps }: Telling, stamp: string): Both {
  if (step.kind === "request" && requests.length > 0) return byRequests(requests);
  if (step.kind === "request" && outcome === "nothing") return { en: "Nothing to ask: the incident has none", fr: "Rien à demander : l’incident n’en a pas" };
  const choice = "choices" in step && outcome !== null ? step.choices[outcome] : undefined;
  if (choice !== undefined) return { en: `${choice.en} · ${stamp}`, fr: `${choice.fr} · ${stamp}` };
  if (step.kind === "approval" && outcome !== null) return join(APPROVALS[outcome], stamp);
  if (step.kind === "wait") return join(outcome === "refused" ? { en: `Not all of it was done: ${named(step.for, steps, "en")}`, fr: `Tout n’a pas été fait : ${named(step.for, steps, "fr")}` } : { en: "All done and verified", fr: "Tout est fait et vérifié" }, "");
  return { en: stamp, fr: stamp };
}

const APPROVALS: Readonly<Record<string, Both>> = { approved: { en: "Approved", fr: "Approuvé" }, refused: { en: "Refused", fr: "Refusé" }, nothing: { en: "Nobody decided: not done", fr: "Personne n’a décidé : non fait" } };

/** What will happen, or on whom it waits. */
function ahead({ progress: { step, status }, move, targets, timeZone, steps }: Telling): Both {
  const until = move === null || move === undefined || move.deadline === null ? undefined : clockTime(move.deadline, timeZone);
  switch (step.kind) {
    case "do": return step.text ?? { en: "The analyst", fr: "L’analyste" };
    case "question": return step.to === "client" ? { en: `Question to the client${status === "waiting" ? ", asked" : ""}`, fr: `Question au client${status === "waiting" ? ", posée" : ""}` } : { en: "Question to the analyst", fr: "Question à l’analyste" };
    case "decision": return step.by === "client" ? { en: "Decision of the client", fr: "Décision du client" } : { en: "Decision of the analyst", fr: "Décision de l’analyste" };
    case "approval": {
      const otherwise = LAPSES[step.default];
      return { en: `Approver: the client, ${until === undefined ? `${step.minutes} min` : `until ${until}`}, else ${otherwise.en}`, fr: `Approbation : le client, ${until === undefined ? `${step.minutes} min` : `jusqu’à ${until}`}, sinon ${otherwise.fr}` };
    }
    case "request": return targets.length === 0 ? { en: "Asks the team once its object is known", fr: "Sera demandé à l’équipe dès que l’objet est connu" } : { en: `For ${short(targets)}`, fr: `Pour ${short(targets)}` };
    case "wait": return { en: `Waits for: ${named(step.for, steps, "en")}`, fr: `Attend : ${named(step.for, steps, "fr")}` };
  }
}

const LAPSES = { approve: { en: "done", fr: "fait" }, refuse: { en: "refused", fr: "refusé" }, "do-nothing": { en: "not done", fr: "non fait" } } as const;

function byRequests(requests: readonly Request[]): Both {
  const lines = requests.slice(0, MOST_NAMED).map((request) => ({ ref: request.ref, en: stateWords(request), fr: STATES_FR[request.state], team: request.routed.name }));
  const more = requests.length - lines.length;
  const tail = more > 0 ? `, +${more}` : "";
  return { en: `${lines.map(({ ref, en, team }) => `${ref} ${en}${team === null ? "" : ` (${team})`}`).join(", ")}${tail}`, fr: `${lines.map(({ ref, fr, team }) => `${ref} ${fr}${team === null ? "" : ` (${team})`}`).join(", ")}${tail}` };
}

const STATES_FR: Readonly<Record<Request["state"], string>> = {
  draft: "en préparation", awaiting_approval: "attend l’accord du client", queued: "en cours d’envoi", sent: "envoyée", acknowledged: "prise en compte", in_progress: "en cours",
  claimed_done: "en vérification", verified: "faite et vérifiée", refused: "refusée", reopened: "à refaire", cancelled: "annulée",
};

const MOST_NAMED = 4;
const short = (names: readonly string[]): string => names.slice(0, MOST_NAMED).join(", ") + (names.length > MOST_NAMED ? `, +${names.length - MOST_NAMED}` : "");
const named = (ids: readonly string[], steps: Pick<Playbook, "sections">, language: "en" | "fr"): string => ids.map((id) => stepsOf(steps).find((step: Step) => step.id === id)?.title[language].replaceAll("{target}", "…") ?? id).join(", ");
const join = (text: Both | undefined, stamp: string): Both => ({ en: [text?.en, stamp].filter((part) => part !== undefined && part !== "").join(" · "), fr: [text?.fr, stamp].filter((part) => part !== undefined && part !== "").join(" · ") });
const clockTime = (at: Date, timeZone: string): string => new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
