// Writes what is due into one ticket, in the order in which it was written down: marked as begun before it is tried, read
// back after, and looked for before it is tried again.
import { RemoteError } from "../../../outbound/index.ts";
import { systemCaller } from "../../../core/index.ts";
import { type TenantDb, withTenant } from "../../../store/index.ts";
import { disclosureOf } from "../../delivery/disclosure.ts";
import { findRequest } from "../../find.ts";
import { platformAsker } from "../../request.ts";
import { standsStill } from "../setup/connector.ts";
import { selectConnector } from "../setup/repo.ts";
import { look } from "../ticket/look.ts";
import { takeTicket } from "../ticket/repo.ts";
import type { StoredTicket } from "../ticket/ticket.ts";
import { callerOf, type World } from "../world.ts";
import { makeAnew } from "./anew.ts";
import { assign, transition } from "./change.ts";
import { attach, comment } from "./comment.ts";
import { conclude } from "./conclude.ts";
import { type Begun, dropped, type Ended, refused, SETTLED_MS, unseen } from "./ended.ts";
import { openWrites, type StoredWrite, takeWrite, updateWrite, type WriteContent } from "./repo.ts";

const MOST_ATTEMPTS = 8;
// What may be there is looked for longer: some of these take an hour.
const MOST_UNKNOWN = 30;
const FAULT_PAUSE_MS = 10 * 60_000;
const MOST_BREAKS = 2;
const FIRST_PAUSE_MS = 15_000;
// What waited so long may have been written by a platform whose backup this one goes on from.
const OLD_MS = 30_000;
// Whatever the other side asks for.
const LONGEST_PAUSE_MS = 3_600_000;

/** Writes until nothing more is due for this ticket. Rejects with what keeps the whole connector from going on. */
export async function writeDue(world: World, key: string): Promise<void> {
  while (!world.deps.connectors.isDraining()) {
    const begun = await begin(world, key);
    if (begun === undefined) return;
    const { write } = begun;
    try {
      const ended = await perform(world, begun);
      if (ended !== undefined) await end(world, write, ended.state === "unknown" && write.attempt >= MOST_UNKNOWN ? refused(`Looked for ${write.attempt} times, and nobody can tell whether it is there.`, "See there whether it is; then send it again, or let it be.") : ended);
    } catch (error) {
      if (!(error instanceof RemoteError)) {
        await end(world, write, { state: "unknown", words: "The platform itself could not do it: its log says why.", againAt: new Date(world.deps.now().getTime() + FAULT_PAUSE_MS) });
        throw error;
      }
      await end(world, write, failed(world, begun, error));
      // What this ticket alone is refused keeps no other from its turn; nor what breaks the other side again and again.
      if (!OF_TICKET.has(error.problem) && !(error.problem === "failing" && write.attempt > MOST_BREAKS)) throw error;
      if (error.problem === "changed") continue;
    }
  }
}

const OF_TICKET: ReadonlySet<RemoteError["problem"]> = new Set(["refused", "forbidden", "not_found", "changed"]);

/** Marks the first as begun, if its time has come. */
async function begin(world: World, key: string): Promise<Begun | undefined> {
  for (;;) {
    const begun = await beginOne(world, key);
    if (begun !== undefined && begun !== "changed" && "barred" in begun) await end(world, begun.write, begun.barred);
    else if (begun !== "changed") return begun;
  }
}

/** What cannot be written now, as its ticket is. */
type Barred = { readonly write: StoredWrite; readonly barred: Ended };

/** "changed": what is to be written was changed, or is no longer to be written. */
async function beginOne({ deps: { state, now }, stored }: World, key: string): Promise<Begun | Barred | "changed" | undefined> {
  return withTenant(state, stored.tenant, async (db) => {
    // Somebody may have stopped it in the middle of a round.
    const connector = await selectConnector(db, stored.id);
    if (connector === undefined || connector.use !== "on" || standsStill(connector) !== undefined) return undefined;
    const ticket = await takeTicket(db, stored.id, key);
    const [first] = await openWrites(db, stored.id, key);
    const write = first === undefined ? undefined : await takeWrite(db, stored.id, first.id);
    const at = now();
    if (write === undefined || write.dueAt > at || !["queued", "sending", "unknown"].includes(write.state)) return undefined;
    const barred = ticket === undefined ? undefined : barredBy(ticket, write, at);
    if (barred !== undefined) return { write, barred };
    const isAgain = write.state !== "queued";
    const settled = (write.triedAt?.getTime() ?? 0) + SETTLED_MS;
    // It is looked for at once where looking is enough; what would be written again waits until the first try must have ended.
    if (isAgain && at.getTime() < settled && write.content.kind !== "comment") {
      await updateWrite(db, write.id, { state: "unknown", at, againAt: new Date(settled) });
      return undefined;
    }
    if (!isAgain && (await mayNotLeave(db, write, at))) {
      const { content } = write;
      await updateWrite(db, write.id, content.kind === "file" ? { ...dropped("It may not leave the platform."), at } : { state: "queued", at, content: { ...content, text: null } as WriteContent });
      return "changed";
    }
    const attempt = write.attempt + 1;
    await updateWrite(db, write.id, { state: "sending", at: isAgain && write.content.kind === "comment" ? write.triedAt ?? at : at, attempt });
    return { write: { ...write, state: "sending", attempt }, ticket, isAgain, isLookedFor: isAgain || at.getTime() - write.madeAt.getTime() > OLD_MS };
  });
}

/** Whether somebody said since it was written down that nothing but the reference leaves: TLP:RED, or another agreement. */
async function mayNotLeave(db: TenantDb, { content, request }: StoredWrite, now: Date): Promise<boolean> {
  if (content.kind !== "file" && (content.kind !== "comment" || content.text === null)) return false;
  return (await disclosureOf(db, await findRequest(db, platformAsker(systemCaller("connectors", now)), request), now)) !== "agreed-facts";
}

/** Why nothing is written into a ticket now; undefined: it may be. */
function barredBy({ state, number, problem, missing }: StoredTicket, write: StoredWrite, now: Date): Ended | undefined {
  if (state === "gone") return refused(`${number} is gone.`, "Tell the team by another way. It is looked for once a day: when it is back, send this again.");
  if (state === "foreign") return refused(problem ?? `${number} is another's ticket.`, "See whether the connector's address is right, and whether the other side was restored; then send it again.");
  return missing === null ? undefined : { state: write.state, words: problem, againAt: new Date(now.getTime() + FAULT_PAUSE_MS) };
}

const end = (world: World, write: StoredWrite, ended: Ended): Promise<void> => withTenant(world.deps.state, world.stored.tenant, (db) => conclude(db, { caller: callerOf(world), stored: world.stored }, write, ended));

function failed({ deps: { now } }: World, { write: { attempt }, isAgain }: Begun, error: RemoteError): Ended {
  const { words, todo, problem } = error;
  const pause = Math.max(Math.min(error.afterMs ?? 0, LONGEST_PAUSE_MS), FIRST_PAUSE_MS * 2 ** Math.min(MOST_ATTEMPTS, attempt - 1));
  const againAt = new Date(now().getTime() + (problem === "changed" ? 0 : pause));
  const isOfTicket = OF_TICKET.has(problem);
  if (error.arrived === "no" && error.isLasting && isOfTicket) return refused(words, todo);
  // Where the whole connector is kept from going on, that is not this write's to answer for.
  if (error.arrived === "no" && attempt >= MOST_ATTEMPTS && isOfTicket) return refused(`Tried ${attempt} times: ${words}`, todo);
  if (attempt >= MOST_UNKNOWN && problem === "failing") return refused(`Tried ${attempt} times, and nobody can tell whether it is there: ${words}`, todo);
  if (error.arrived === "maybe") return { state: "unknown", words, todo, againAt: new Date(Math.max(againAt.getTime(), now().getTime() + SETTLED_MS)) };
  return { state: isAgain ? "unknown" : "queued", words, todo, againAt };
}

/** Undefined: its end is written down already. */
async function perform(world: World, begun: Begun): Promise<Ended | undefined> {
  const { write, ticket } = begun;
  const { content } = write;
  if (content.kind === "ticket") return makeAnew(world, write, content.after);
  if (ticket === undefined) return dropped("There is no such ticket.");
  // Whose it is comes first.
  if (ticket.doubtedAt !== null && (await look(world, ticket)) === undefined) return { ...unseen(world.deps.now()), state: begun.isAgain ? "unknown" : "queued" };
  switch (content.kind) {
    case "comment":
      return comment(world, { ...begun, ticket });
    case "file":
      return world.deps.connectors.oneFile(() => attach(world, { ...begun, ticket }, content.file));
    case "state":
      return transition(world, { ...begun, ticket }, content);
    case "queue":
      return assign(world, { ...begun, ticket });
  }
}
