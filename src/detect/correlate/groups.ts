import { append, detach, type Ages } from "./age.ts";
import type { Hit } from "./hit.ts";

/** One group of one correlation: its window, and what a detection will tell of it. */
export type Group = {
  older: Group | null;
  newer: Group | null;
  readonly key: string;
  /** The values of the group-by fields as they were first written. */
  readonly shown: readonly string[];
  /** What the correlation's aggregate made; nobody else looks into it. */
  readonly window: unknown;
  readonly first: Hit;
  last: Hit;
  /** Which of the correlation's rules `last` belongs to. */
  lastSource: number;
  firedMs: number;
  /** Hits since the group began or fired last. */
  hits: number;
  /** The latest hits, for people. */
  readonly recent: Hit[];
};

/** Groups by key and by age. Age counts from the last hit, or from the first where windows close by themselves. */
export type Groups = Ages<Group> & { readonly byKey: Map<string, Group> };

export const noGroups = (): Groups => ({ byKey: new Map(), oldest: null, newest: null });

/** Adds a group as the newest. */
export function addGroup(groups: Groups, group: Group): void {
  groups.byKey.set(group.key, group);
  append(groups, group);
}

export function removeGroup(groups: Groups, group: Group): void {
  groups.byKey.delete(group.key);
  detach(groups, group);
}
