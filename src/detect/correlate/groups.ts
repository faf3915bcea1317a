import type { Hit } from "./hit.ts";

/** One group of one correlation: its window, and what a detection will tell of it. */
export type Group = {
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
  recent: Hit[];
  older: Group | null;
  newer: Group | null;
};

/** Groups by key and by age. Age is the time of the last hit, or of the first where windows close by themselves. */
export type Groups = { readonly byKey: Map<string, Group>; oldest: Group | null; newest: Group | null };

export const noGroups = (): Groups => ({ byKey: new Map(), oldest: null, newest: null });

/** Adds a group as the newest. */
export function addGroup(groups: Groups, group: Group): void {
  groups.byKey.set(group.key, group);
  append(groups, group);
}

/** Makes a group the newest. */
export function touch(groups: Groups, group: Group): void {
  if (groups.newest === group) return;
  detach(groups, group);
  append(groups, group);
}

export function removeGroup(groups: Groups, group: Group): void {
  groups.byKey.delete(group.key);
  detach(groups, group);
}

export function* fromOldest(groups: Groups): Generator<Group> {
  for (let group = groups.oldest; group !== null; group = group.newer) yield group;
}

function append(groups: Groups, group: Group): void {
  group.older = groups.newest;
  group.newer = null;
  if (groups.newest === null) groups.oldest = group;
  else groups.newest.newer = group;
  groups.newest = group;
}

function detach(groups: Groups, group: Group): void {
  if (group.older === null) groups.oldest = group.newer;
  else group.older.newer = group.newer;
  if (group.newer === null) groups.newest = group.older;
  else group.newer.older = group.older;
}
