// Which playbooks fit an incident or an alert, and why. Pure.
import type { IncidentCategory } from "../contract/setting-parts.ts";
import type { Both, Playbook } from "./format/schema.ts";

export type Concern = {
  /** As T1566.002. */
  readonly techniques: readonly string[];
  /** As initial-access. */
  readonly tactics: readonly string[];
  readonly category: IncidentCategory | null;
};

export type PlaybookProposal = { readonly playbook: Playbook; readonly points: number; readonly why: readonly Both[] };

// One technique that fits says more than a category, which says more than a tactic.
const POINTS = { technique: 4, category: 2, tactic: 1 } as const;

/** Those that fit, the best first. */
export function proposePlaybooks(playbooks: readonly Playbook[], concern: Concern): readonly PlaybookProposal[] {
  const all = playbooks.map((playbook) => proposalOf(playbook, concern)).filter(({ points }) => points > 0);
  return all.toSorted((a, b) => b.points - a.points || (a.playbook.name < b.playbook.name ? -1 : 1));
}

function proposalOf(playbook: Playbook, { techniques, tactics, category }: Concern): PlaybookProposal {
  const { for: suited } = playbook;
  const fitting = techniques.filter((technique) => isAmong(technique, suited.techniques));
  const ofTactics = tactics.filter((tactic) => suited.tags.includes(`attack.${tactic}`));
  const isCategory = category !== null && suited.categories.includes(category);
  const why: Both[] = [];
  if (fitting.length > 0) why.push({ en: `It is for ${fitting.join(", ")}, seen here.`, fr: `Il traite ${fitting.join(", ")}, vu ici.` });
  if (isCategory) why.push({ en: `It is for the category ${category}.`, fr: `Il traite la catégorie ${category}.` });
  if (ofTactics.length > 0) why.push({ en: `It is for the tactics ${ofTactics.join(", ")}.`, fr: `Il traite les tactiques ${ofTactics.join(", ")}.` });
  return { playbook, points: fitting.length * POINTS.technique + (isCategory ? POINTS.category : 0) + ofTactics.length * POINTS.tactic, why };
}

/** Which begins by itself: the best of those whose own condition holds; none if two are as good as each other, for a person has to choose then. */
export function autostarted(playbooks: readonly Playbook[], concern: Concern): Playbook | undefined {
  const [best, second] = proposePlaybooks(playbooks.filter(({ autostart }) => autostart !== undefined && concern.techniques.some((technique) => isAmong(technique, autostart.techniques))), concern);
  return best === undefined || best.points === second?.points ? undefined : best.playbook;
}

/** T1566.002 is among t1566 and t1566.002, T1566 is not among t1566.002. */
const isAmong = (technique: string, list: readonly string[]): boolean => list.some((one) => technique.toLowerCase() === one || technique.toLowerCase().startsWith(`${one}.`));
