import { DomainError, systemCaller } from "../core/index.ts";
import { type State, withSystem, withTenant } from "../store/index.ts";
import { addEntry } from "../timeline/index.ts";
import { takeRun } from "./find.ts";
import { stepsOf } from "./format/schema.ts";
import { selectLapsed } from "./repo.ts";
import { addMove } from "./run/act.ts";
import { lastMoveOf } from "./run/moves.ts";
import type { Language } from "./run/run.ts";
import { advance } from "./steps/advance.ts";

const AT_ONCE = 100;
const OUTCOMES = { approve: "approved", refuse: "refused", "do-nothing": "nothing" } as const;

/** Does what a playbook says where nobody approved or refused in time. Gives how many runs there were. */
export async function lapsePlaybooks({ state, now, newId }: { readonly state: State; readonly now: Date; readonly newId: () => string }): Promise<number> {
  const due = await withSystem(state, (db) => selectLapsed(db, now, AT_ONCE));
  const caller = systemCaller("playbooks", now);
  for (const { tenant, id } of due) {
    await withTenant(state, tenant, async (db) => {
      let run = await takeRun(db, id);
      for (const step of stepsOf(run.playbook)) {
        const move = lastMoveOf(run.moves, step.id);
        if (step.kind !== "approval" || move?.outcome !== "asked" || move.deadline === null || move.deadline > now) continue;
        const outcome = OUTCOMES[step.default];
        const note = silence(run.language, move.deadline, outcome);
        run = await addMove(db, caller, run, { verb: "lapse", step: step.id, outcome, note });
        await addEntry(db, caller, { subject: { kind: "incident", id: run.incident }, type: "decision", visibility: "shared", text: `${step.title[run.language]}\n${note}`, details: { action: "playbook.lapse", run: run.id, step: step.id } });
      }
      await advance(db, run, { now, newId });
    }).catch((error: unknown) => {
      // It ended meanwhile.
      if (!(error instanceof DomainError)) throw error;
    });
  }
  return due.length;
}

const WORDS = { en: { approved: "approved", refused: "refused", nothing: "nothing was done" }, fr: { approved: "approuvé", refused: "refusé", nothing: "rien n’a été fait" } } as const;

function silence(language: Language, deadline: Date, outcome: keyof (typeof WORDS)["en"]): string {
  const word = WORDS[language][outcome];
  return language === "en" ? `Nobody decided until ${deadline.toISOString()}: ${word}, as was said when it was asked.` : `Personne n’a décidé jusqu’au ${deadline.toISOString()} : ${word}, comme annoncé lors de la demande.`;
}
