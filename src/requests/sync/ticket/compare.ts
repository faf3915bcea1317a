// What changed there since both sides were the same. A person's edit is taken over or shown, and never written over. Pure.
import type { TicketState } from "../../../contract/connectors.ts";
import type { Ticket } from "../../connectors/connector.ts";
import type { Mapping } from "./mapping.ts";
import type { Base, Shown, StoredTicket } from "./ticket.ts";

/** What we wrote just now, as the other side was asked to have it. */
export type Wrote = Partial<Pick<Base, "state" | "queue">>;

export type Compared = {
  readonly base: Base;
  readonly shown: Shown;
  /** What its state meant and means, where somebody changed it; null: nobody did, or it has no meaning. */
  readonly moved: { readonly was: TicketState | null; readonly is: TicketState } | null;
  /** The queue into which somebody moved it; null: nobody did. */
  readonly queue: string | null;
};

/** Compares a reading with what both sides had last. On the first reading that is what we asked for. */
export function compare({ base, shown, readAt }: Pick<StoredTicket, "base" | "shown" | "readAt">, ticket: Ticket, mapping: Mapping, wrote: Wrote = {}): Compared {
  const isFirst = readAt === null;
  const same = (one: string | null, other: string | null): boolean => one === other || (one !== null && other !== null && mapping.isSame(one, other));
  const changedAt = ticket.stateChangedAt?.toISOString() ?? null;
  // What we wrote is not there, and yet the state was changed since: somebody put it back at once.
  const isPutBack = wrote.state !== undefined && changedAt !== null && (base.stateChangedAt ?? changedAt) !== changedAt;
  const before: Base = {
    ...base,
    state: wrote.state === undefined ? base.state : mapping.isSame(wrote.state, ticket.state) ? ticket.state : isPutBack ? wrote.state : base.state,
    queue: wrote.queue !== undefined && same(wrote.queue ?? null, ticket.queue) ? ticket.queue : base.queue,
  };
  const is = mapping.meaningOf(ticket.state);
  const was = isFirst ? "new" : mapping.meaningOf(before.state);
  const isMoved = !mapping.isSame(before.state, ticket.state) && is !== null && is !== was;
  const isQueued = !isFirst && ticket.queue !== null && !same(before.queue, ticket.queue);
  return {
    base: { title: ticket.title, state: ticket.state, queue: ticket.queue, priority: ticket.priority, stateChangedAt: changedAt, madeAt: ticket.madeAt?.toISOString() ?? base.madeAt ?? null },
    shown: {
      ...shown, title: ticket.title, state: ticket.state, queue: ticket.queue, priority: ticket.priority, assignee: ticket.assignee,
      unmapped: is === null ? [`state ${ticket.state}`] : [],
      notAccepted: isFirst ? notAccepted(base, ticket, same) : shown.notAccepted,
    },
    moved: isMoved ? { was, is } : null,
    queue: isQueued ? ticket.queue : null,
  };
}

/** What we asked for and did not get. Where the other side shows no such field, nothing can be said. */
function notAccepted(asked: Base, ticket: Ticket, same: (one: string | null, other: string | null) => boolean): Shown["notAccepted"] {
  return (["title", "queue", "priority"] as const).flatMap((field) => {
    const sent = asked[field];
    return sent === null || same(sent, ticket[field]) ? [] : [{ field, sent, is: ticket[field] }];
  });
}
