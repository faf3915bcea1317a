// The life cycle of Incident and UserRequest as iTop comes out of the box. A state is never written: the cycle with its
// deadlines would be bypassed. Pure.

const STEPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  new: { ev_assign: "assigned", ev_wait_for_approval: "waiting_for_approval" },
  escalated_tto: { ev_assign: "assigned" },
  waiting_for_approval: { ev_approve: "approved", ev_reject: "rejected" },
  approved: { ev_assign: "assigned" },
  rejected: { ev_reopen: "new" },
  assigned: { ev_pending: "pending", ev_resolve: "resolved" },
  escalated_ttr: { ev_reassign: "assigned", ev_pending: "pending", ev_resolve: "resolved" },
  pending: { ev_assign: "assigned" },
  resolved: { ev_close: "closed", ev_reopen: "assigned" },
  closed: {},
};

// Others' decisions.
const NOT_OURS: ReadonlySet<string> = new Set(["ev_wait_for_approval", "ev_approve", "ev_reject"]);

/** The stimuli that lead from one state to another, the fewest; undefined: none do. */
export function stimuliBetween(from: string, to: string): readonly string[] | undefined {
  const ways = new Map<string, readonly string[]>([[from, []]]);
  for (const [state, way] of ways) {
    if (state === to) return way;
    for (const [stimulus, next] of Object.entries(STEPS[state] ?? {})) if (!NOT_OURS.has(stimulus) && !ways.has(next)) ways.set(next, [...way, stimulus]);
  }
  return undefined;
}

/** States in which another team is a change of who works on it, and a step of the cycle. */
export const ASSIGNED: ReadonlySet<string> = new Set(["assigned", "escalated_ttr"]);

// Priority there is computed of impact and urgency: what gives each of the four, in the table that comes out of the box.
const PRIORITIES: Readonly<Record<string, { readonly impact: string; readonly urgency: string }>> = {
  1: { impact: "1", urgency: "1" }, 2: { impact: "2", urgency: "2" }, 3: { impact: "3", urgency: "3" }, 4: { impact: "3", urgency: "4" },
};

/** Impact and urgency that give a priority, "1" critical to "4" low; undefined: there is no such priority. */
export const urgencyOf = (priority: string): { readonly impact: string; readonly urgency: string } | undefined => (Object.hasOwn(PRIORITIES, priority) ? PRIORITIES[priority] : undefined);
