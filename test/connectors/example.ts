// A whole connector, to begin from: to Desk, an ITSM that does not exist. docs/writing-a-connector.md goes through it.
//
// ASSUMPTIONS, taken from Desk's documents and not seen on a real server:
// 1. `/changes` tells every change once, with numbers that only grow (documents of Desk, "Following changes").
// 2. A note's text is plain: no sign in it is markup ("Notes").
import { z } from "zod";
import { type Answer, notAccepted, RemoteError } from "../../src/outbound/index.ts";
import type { Comment, ConnectorKind, Ticket } from "../../src/requests/connectors/connector.ts";
import { shaped } from "../../src/requests/connectors/shaped.ts";
import { isSignedBody } from "../../src/requests/connectors/signature.ts";
import { plainOf } from "../../src/requests/connectors/text/doc.ts";

// What is asked of people beside address and secrets; `describe` is what they read.
const Options = z.strictObject({ closesWith: z.string().max(100).default("done").describe("reason that Desk demands when a ticket ends") });
type Options = z.infer<typeof Options>;

// What is read of answers. Fields that are not named are let pass: tomorrow there are more.
const Note = z.object({ id: z.number(), at: z.iso.datetime(), by: z.string(), text: z.string(), hidden: z.boolean() });
const Found = z.object({ id: z.number(), subject: z.string(), status: z.string(), team: z.string().nullable(), version: z.number(), notes: z.array(Note) });
const List = z.object({ tickets: z.array(z.object({ id: z.number(), subject: z.string() })) });
const Feed = z.object({ changes: z.array(z.object({ number: z.number(), ticket: z.number() })), more: z.boolean() });
const Me = z.object({ name: z.string(), rights: z.array(z.string()) });
const Made = z.object({ id: z.number() });

/** Desk 1. */
export const desk: ConnectorKind<Options> = {
  kind: "desk",
  product: "Desk 1",
  // Claim no more than it can: what is not claimed is shown to people, and not tried.
  capabilities: { findsKey: "at once", compareAndSet: true, comments: ["public", "internal"], reads: true, attachments: "none", changes: "id", transitions: true, queues: true, priorities: false },
  options: Options,
  secrets: ["token"],
  states: { open: "new", working: "in_progress", asking: "waiting_soc", done: "resolved", gone: "cancelled" },
  moves: { new: "open", in_progress: "working", waiting_soc: "asking", resolved: "done", cancelled: "gone" },
  isSigned: (headers, body, secret) => isSignedBody(headers["x-desk-signature"], body, secret),
  open: ({ http, url, options, secrets, now }) => {
    // One client: bounded in time and size, reads repeated, writes never. Everything rejects with RemoteError.
    const api = http({ authorization: `Bearer ${secrets["token"] ?? ""}` });
    const get = async <Shape>(shape: z.ZodType<Shape>, path: string, query: Record<string, string | number> = {}): Promise<Shape> => shaped(shape, (await api.ask({ path, query })).json, "Desk", "no");
    // An id goes into a path: only what Desk gives as one does.
    const at = (id: string): string => {
      if (!/^\d{1,15}$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no id of Desk`, arrived: "no" });
      return `tickets/${id}`;
    };
    const change = (id: string, body: object, ifVersion: string | null): Promise<Answer> =>
      api.ask({ method: "PATCH", path: at(id), json: body, headers: ifVersion === null ? {} : { "if-match": ifVersion } });
    return {
      probe: async () => {
        const answer = await api.ask({ path: "me" });
        const { name, rights } = shaped(Me, answer.json, "Desk", "no");
        const missing = ["read", "write", "hidden notes"].filter((right) => !rights.includes(right));
        const date = Date.parse(answer.headers["date"] ?? "");
        return {
          version: "1", account: name, skewMs: Number.isNaN(date) ? null : date - now().getTime(),
          checks: [{ name: "rights", ok: missing.length === 0, words: missing.length === 0 ? "The account may do what is needed." : `The account lacks: ${missing.join(", ")}.` }],
        };
      },
      findByKey: async (key) => {
        const { tickets } = await get(List, "tickets", { search: key });
        // A search finds similar ones, or everything: only the key itself counts. The eldest, where somebody copied it.
        const found = tickets.filter(({ subject }) => subject.startsWith(`[${key}]`)).toSorted((one, other) => one.id - other.id)[0];
        return found === undefined ? { found: "no" } : { found: "yes", id: String(found.id) };
      },
      create: async ({ title, text, queue }) => {
        const { json } = await api.ask({ method: "POST", path: "tickets", json: { subject: title, text: plainOf(text), ...(queue === null ? {} : { team: queue }) } });
        // It was written: what is wrong with the answer from here on may hide a ticket that is there.
        return String(shaped(Made, json, "Desk", "maybe").id);
      },
      // The named fields alone: what people changed beside them stays.
      update: async (id, { title, queue }, ifVersion) => void await change(id, { ...(title === undefined ? {} : { subject: title }), ...(queue === undefined ? {} : { team: queue }) }, ifVersion),
      comment: async (id, text, visibility) => String(shaped(Made, (await api.ask({ method: "POST", path: `${at(id)}/notes`, json: { text, hidden: visibility === "internal" } })).json, "Desk", "maybe").id),
      transition: async (id, state, _note, ifVersion) => {
        const { json } = await change(id, { status: state, ...(state === "done" ? { reason: options.closesWith } : {}) }, ifVersion);
        // Desk answers 200 to a status that it does not know, and keeps the old one: success is what is seen.
        const { status } = shaped(Found, json, "Desk", "maybe");
        if (status !== state) throw notAccepted(`Desk did not take the status ${state.slice(0, 100)}: it is ${status}.`, "Map to a status that Desk has.");
      },
      attach: () => Promise.reject(notAccepted("Desk takes no files.")),
      read: async (id) => {
        try {
          return { found: "yes", ticket: ticketOf(await get(Found, at(id)), url) };
        } catch (error) {
          if (error instanceof RemoteError && error.problem === "not_found") return { found: "no" };
          throw error;
        }
      },
      download: () => Promise.reject(notAccepted("Desk gives no files.")),
      changes: async (cursor, open) => {
        // A first cursor is "from now on"; later ones are whatever the connector makes them.
        const { changes, more } = await get(Feed, "changes", cursor === null ? { newest: 1 } : { after: cursor });
        const last = changes.at(-1)?.number ?? Number(cursor ?? 0);
        // Desk does not tell of tickets that were removed: those that are followed are looked at.
        return { ids: cursor === null ? [] : [...new Set([...changes.map(({ ticket }) => String(ticket)), ...open.slice(0, 5)])], cursor: String(last), more: cursor !== null && more };
      },
    };
  },
};

const ticketOf = ({ id, subject, status, team, version, notes }: z.infer<typeof Found>, url: string): Ticket => ({
  id: String(id), number: `D-${id}`, url: `${url}/show/${id}`, title: subject, state: status, queue: team, priority: null, assignee: null, changedBy: null, key: null, version: String(version),
  comments: notes.map((note): Comment => ({ id: String(note.id), at: new Date(note.at), author: note.by, visibility: note.hidden ? "internal" : "public", text: note.text })), files: [],
});
