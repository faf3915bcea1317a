// What waits for somebody, from wherever it is: one list for the client's home, in the order in which it is due.
import type { Permission } from "../../contract/roles.ts";
import type { Caller } from "../../core/index.ts";
import type { State } from "../../store/index.ts";

/** On whom: the client's security people, the provider, or the client's operational teams. */
export type WaitingOn = "client" | "provider" | "teams";

export type Waiting = {
  readonly on: WaitingOn;
  /** What is to be done. */
  readonly verb: "qualify" | "respond" | "answer" | "approve" | "agree" | "close" | "take-up" | "call" | "do";
  readonly subject: { readonly kind: string; readonly id: string; readonly ref: string };
  readonly title: string;
  /** The line below it, in plain words. */
  readonly about: string;
  readonly severity: string | null;
  /** The team that it waits on, where it is one. */
  readonly team: string | null;
  readonly since: Date;
  readonly dueAt: Date | null;
};

/** A part of the platform where something can wait. */
export type WaitingSource = {
  /** Who may not read it there does not see it here. */
  readonly needs: Permission;
  /** At most `limit`, those that are due first. */
  readonly read: (asked: WaitingAsked) => Promise<readonly Waiting[]>;
};

export type WaitingAsked = { readonly state: State; readonly tenant: string; readonly caller: Caller; readonly may: ReadonlySet<Permission>; readonly limit: number };

export type WaitingLists = Readonly<Record<WaitingOn, { readonly count: number; readonly nearestDueAt: Date | null; readonly items: readonly Waiting[] }>>;

/** Puts together what the sources say, for who may what, in the order in which it is due. */
export async function waitingOf(sources: readonly WaitingSource[], asked: WaitingAsked): Promise<WaitingLists> {
  const all = (await Promise.all(sources.filter(({ needs }) => asked.may.has(needs)).map(({ read }) => read(asked)))).flat();
  const sorted = all.toSorted((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) || a.since.getTime() - b.since.getTime());
  const on = (side: WaitingOn) => {
    const items = sorted.filter((one) => one.on === side);
    return { count: items.length, nearestDueAt: items[0]?.dueAt ?? null, items: items.slice(0, asked.limit) };
  };
  return { client: on("client"), provider: on("provider"), teams: on("teams") };
}
