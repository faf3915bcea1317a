// What happens to requests is written down for their tickets: what people say, and that state or team changed.
import { type Fact, readOutbox, type State, withTenant } from "../../../store/index.ts";
import { systemCaller } from "../../../core/index.ts";
import { listEntries } from "../../../timeline/index.ts";
import { disclosureOf } from "../../delivery/disclosure.ts";
import { filesOf } from "../../files/repo.ts";
import { findRequest } from "../../find.ts";
import { platformAsker } from "../../request.ts";
import { ticketForTeam } from "./hand-on.ts";
import { queueChange, queueComment, queueFile, type WriteTo } from "./queue.ts";
import { liveTicket } from "../ticket/repo.ts";

const READER = "connectors";
const AT_ONCE = 200;

// What may change the state that a ticket is to have.
const CHANGES: ReadonlySet<string> = new Set(["request.acknowledged", "request.started", "request.claimed-done", "request.verified", "request.refused", "request.reopened", "request.cancelled"]);

/** Reads the next facts. Gives how many there were. */
export const tellTickets = (state: State, now: Date): Promise<number> => readOutbox(state, READER, AT_ONCE, now, async (_db, facts) => {
  for (const fact of facts) await tell(state, fact, now);
});

/** Written by its key, once, however often a fact is read. */
async function tell(state: State, { id, tenant, kind, subject, by, details }: Fact, now: Date): Promise<void> {
  // What a connector did stands there already.
  if (tenant === null || by.id.startsWith("connector:")) return;
  const about = kind === "entry.shared" ? requestOf(details["about"]) : kind.startsWith("request.") ? subject : undefined;
  if (about === undefined) return;
  await withTenant(state, tenant, async (db) => {
    const ticket = await liveTicket(db, about);
    const isRerouted = kind === "request.sent" && details["verb"] === "reroute";
    if (ticket === undefined && !isRerouted) return;
    const request = await findRequest(db, platformAsker(systemCaller("connectors", now)), about);
    if (ticket === undefined) return ticketForTeam(db, request, { after: null, now });
    const to: WriteTo = { connector: ticket.connector, request: about, ticketKey: ticket.key, disclosure: await disclosureOf(db, request, now), now };
    if (kind === "entry.shared") {
      const entry = Number(details["entry"]);
      const [found] = await listEntries(db, { subjects: [{ kind: "request", id: about }], side: "provider", visibility: "shared", after: entry - 1, limit: 1 });
      if (found?.id === entry) await queueComment(db, to, found);
    } else if (kind === "request.file-added") {
      const file = (await filesOf(db, about)).find((one) => one.id === details["file"]);
      if (file !== undefined) await queueFile(db, to, file);
    } else if (isRerouted) {
      await queueChange(db, to, "queue", id);
    }
    const isTurn = kind === "request.message" && (details["question"] === true || details["answers"] === true);
    if (isTurn || CHANGES.has(kind) || isRerouted) await queueChange(db, to, "state", id);
  });
}

const requestOf = (about: unknown): string | undefined => (typeof about === "string" && about.startsWith("request:") ? about.slice("request:".length) : undefined);
