// chDB: ClickHouse inside this process. A session does one thing at a time, several sessions work side by side.
import { drainPending, Session } from "chdb";

/** A session that nobody else uses until it is given back. */
export type Lease = { readonly session: Session; readonly giveBack: () => void };

/** A set of sessions over one data directory. */
export type Sessions = {
  /** The next free session; rejects with `Busy` when too many wait already. */
  readonly lease: () => Promise<Lease>;
  /** Closes them once all were given back. */
  readonly close: () => Promise<void>;
};

/** More wait for a session than may wait. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** Opens `count` sessions; at most `waiting` may wait for one. */
export function openSessions(path: string, connectionArgs: readonly string[], { count, waiting }: { readonly count: number; readonly waiting: number }): Sessions {
  const all = Array.from({ length: count }, () => new Session(path, { connectionArgs }));
  const free = [...all];
  const queue: ((lease: Lease) => void)[] = [];

  const leaseOf = (session: Session): Lease => {
    let given = false;
    return {
      session,
      giveBack: () => {
        if (given) return;
        given = true;
        const next = queue.shift();
        if (next === undefined) free.push(session);
        else next(leaseOf(session));
      },
    };
  };
  const lease = (): Promise<Lease> => {
    const session = free.pop();
    if (session !== undefined) return Promise.resolve(leaseOf(session));
    if (queue.length >= waiting) return Promise.reject(new Busy(`${waiting} requests wait for the event store already; try again later.`));
    return new Promise((resolve) => queue.push(resolve));
  };
  const close = async (): Promise<void> => {
    const leases = await Promise.all(all.map(() => new Promise<Lease>((resolve) => {
      const session = free.pop();
      if (session === undefined) queue.push(resolve);
      else resolve(leaseOf(session));
    })));
    for (const { session } of leases) session.close();
    await drainPending();
  };
  return { lease, close };
}
