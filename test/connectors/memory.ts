// An ITSM in memory, for tests of the sync: it can be slow to answer, lose answers, refuse, and people work in it.
import { z } from "zod";
import type { Comment, Connector, AnyConnectorKind, Ticket, TicketFile } from "../../src/requests/connectors/connector.ts";
import { plainOf } from "../../src/requests/connectors/text/doc.ts";
import { RemoteError } from "../../src/outbound/index.ts";

type Held = { ticket: Ticket; description: string; mergedInto: string | null; isRemoved: boolean; changed: number; readonly bytes: Map<string, Uint8Array> };

export type Memory = {
  readonly kind: AnyConnectorKind;
  readonly tickets: ReadonlyMap<string, Held>;
  /** What happens at the next calls of a method: before it does anything, or after it did. */
  readonly faults: { readonly method: string; readonly when: "before" | "after"; readonly error: RemoteError | "crash" }[];
  readonly calls: string[];
  /** Lets go of whoever stands still for ever in one of its calls. */
  readonly release: () => void;
  readonly person: {
    readonly comment: (id: string, text: string, visibility?: Comment["visibility"]) => void;
    readonly move: (id: string, state: string) => void;
    readonly rename: (id: string, title: string) => void;
    readonly assign: (id: string, queue: string) => void;
    readonly attach: (id: string, name: string, bytes: Uint8Array) => void;
    readonly merge: (id: string, into: string) => void;
    readonly remove: (id: string) => void;
  };
};

export const cutOff = (): RemoteError => new RemoteError({ problem: "cut", words: "the connection broke", arrived: "maybe" });
export const refusal = (): RemoteError => new RemoteError({ problem: "refused", words: "The field is mandatory.", arrived: "no" });

/** One with the states and queues that the tests use. `now` dates what is written. */
export function memoryItsm(now: () => Date): Memory {
  const tickets = new Map<string, Held>();
  const faults: Memory["faults"] = [];
  const calls: string[] = [];
  const standing: (() => void)[] = [];
  const standStill = (): Promise<never> => new Promise((_, fail) => standing.push(() => fail(new Error("its process died"))));
  let count = 0;
  const next = (): number => ++count;

  const at = (id: string): Held => {
    const held = tickets.get(id);
    if (held === undefined || held.isRemoved) throw new RemoteError({ problem: "not_found", words: `no ticket ${id}`, arrived: "no" });
    return held;
  };
  const set = (id: string, change: Partial<Ticket>): void => {
    const held = at(id);
    // It tells, as a journal does, that the state was set, though it be the same again.
    held.ticket = { ...held.ticket, ...change, ...(change.state === undefined ? {} : { stateChangedAt: new Date(now().getTime() + count) }), version: String(next()) };
    held.changed = next();
  };
  const addComment = (id: string, author: string, text: string, visibility: Comment["visibility"]): string => {
    const comment: Comment = { id: `c${next()}`, at: now(), author, visibility, text };
    set(id, { comments: [...at(id).ticket.comments, comment] });
    return comment.id;
  };
  const addFile = (id: string, author: string, name: string, bytes: Uint8Array): string => {
    const file: TicketFile = { id: `f${next()}`, name, type: "application/octet-stream", bytes: bytes.length, author, visibility: "public" };
    at(id).bytes.set(file.id, bytes);
    set(id, { files: [...at(id).ticket.files, file] });
    return file.id;
  };
  async function step<T>(method: string, does: () => T): Promise<T> {
    calls.push(method);
    const take = (when: "before" | "after"): RemoteError | "crash" | undefined => {
      const index = faults.findIndex((fault) => fault.method === method && fault.when === when);
      return index < 0 ? undefined : faults.splice(index, 1)[0]?.error;
    };
    const before = take("before");
    if (before === "crash") return standStill();
    if (before !== undefined) throw before;
    const done = does();
    const after = take("after");
    if (after === "crash") return standStill();
    if (after !== undefined) throw after;
    return done;
  }
  const mustBe = (version: string | null, id: string): void => {
    if (version !== null && at(id).ticket.version !== version) throw new RemoteError({ problem: "changed", words: "somebody changed it", arrived: "no" });
  };

  const connector: Connector = {
    probe: () => step("probe", () => ({ version: "1", account: "soc", skewMs: 0, checks: [{ name: "create", ok: true, words: "It may make tickets." }] })),
    findByKey: (key) => step("findByKey", () => {
      const found = [...tickets].find(([, { ticket }]) => ticket.key === key);
      return found === undefined ? { found: "no" as const } : { found: "yes" as const, id: found[0] };
    }),
    create: ({ key, title, text, queue, priority }) => step("create", () => {
      const id = String(next());
      const ticket: Ticket = { id, number: `T${id}`, url: null, title, state: "New", queue, priority, assignee: null, changedBy: null, key, madeAt: now(), version: String(count), comments: [], files: [] };
      tickets.set(id, { ticket, description: plainOf(text), mergedInto: null, isRemoved: false, changed: next(), bytes: new Map() });
      return id;
    }),
    update: (id, change, ifVersion) => step("update", () => {
      mustBe(ifVersion, id);
      set(id, change);
    }),
    comment: (id, text, visibility) => step("comment", () => addComment(id, "soc", text, visibility)),
    transition: (id, state, _note, ifVersion) => step("transition", () => {
      if (!(STATES as readonly string[]).includes(state)) throw new RemoteError({ problem: "refused", words: `no state ${state}`, arrived: "no" });
      mustBe(ifVersion, id);
      set(id, { state, changedBy: "soc" });
    }),
    attach: (id, { name, data }) => step("attach", () => addFile(id, "soc", name, data)),
    read: (id) => step("read", () => {
      const held = tickets.get(id);
      if (held === undefined || held.isRemoved) return { found: "no" as const };
      return held.mergedInto === null ? { found: "yes" as const, ticket: held.ticket } : { found: "merged" as const, into: held.mergedInto };
    }),
    download: (id, file) => step("download", () => at(id).bytes.get(file) ?? new Uint8Array()),
    changes: (cursor) => step("changes", () => {
      const from = cursor === null ? count : Number(cursor);
      return { ids: [...tickets].filter(([, held]) => held.changed > from).map(([id]) => id), cursor: String(count), more: false };
    }),
  };

  return {
    tickets, faults, calls,
    release: () => { for (const letGo of standing.splice(0)) letGo(); },
    kind: {
      kind: "memory", product: "Memory", options: z.strictObject({}), secrets: [], isSigned: () => true, open: () => connector,
      capabilities: { findsKey: "at once", compareAndSet: true, comments: ["public", "internal"], reads: true, attachments: "both", changes: "id", transitions: true, queues: true, priorities: true },
      states: { New: "new", Working: "in_progress", "Waits for customer": "waiting_client", "Waits for requester": "waiting_soc", Done: "resolved", Closed: "closed", Rejected: "cancelled" },
      moves: { in_progress: "Working", waiting_soc: "Waits for requester", resolved: "Done", closed: "Closed", cancelled: "Rejected" },
    },
    person: {
      comment: (id, text, visibility = "public") => { addComment(id, "alice", text, visibility); },
      move: (id, state) => set(id, { state, changedBy: "alice" }),
      rename: (id, title) => set(id, { title }),
      assign: (id, queue) => set(id, { queue, changedBy: "alice" }),
      attach: (id, name, bytes) => { addFile(id, "alice", name, bytes); },
      merge: (id, into) => {
        const held = at(id);
        held.mergedInto = into;
        held.changed = next();
        set(into, { comments: [...at(into).ticket.comments, ...held.ticket.comments] });
      },
      remove: (id) => {
        const held = at(id);
        held.isRemoved = true;
        held.changed = next();
      },
    },
  };
}

const STATES = ["New", "Working", "Waits for customer", "Waits for requester", "Done", "Closed", "Rejected", "Secret"] as const;
