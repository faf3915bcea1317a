// Stages of an incident, and which steps there are between them.
const STAGES = ["open", "contained", "eradicated", "recovered", "closed"] as const;
export type Stage = (typeof STAGES)[number];

/** `next` needs no reason; `skip` leaves stages out and `back` takes something back: both say why. `close` and `reopen` are verbs of their own. */
export type Step = "next" | "skip" | "back" | "close" | "reopen";

const STEPS: Readonly<Record<Stage, Readonly<Partial<Record<Stage, Step>>>>> = {
  open: { contained: "next", eradicated: "skip", recovered: "skip", closed: "close" },
  contained: { open: "back", eradicated: "next", recovered: "skip", closed: "close" },
  eradicated: { open: "back", contained: "back", recovered: "next", closed: "close" },
  recovered: { open: "back", contained: "back", eradicated: "back", closed: "close" },
  closed: { open: "reopen" },
};

/** What kind of step leads from one stage to another; undefined: none does. */
export const stepBetween = (from: Stage, to: Stage): Step | undefined => STEPS[from][to];

/** Where one may go from here without closing. */
export const stagesFrom = (from: Stage): readonly Stage[] => STAGES.filter((to) => ["next", "skip", "back"].includes(STEPS[from][to] ?? ""));
