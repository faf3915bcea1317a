// State and queue of a ticket: read before, changed, read back.
import { withTenant } from "../../../store/index.ts";
import { look, type Looked } from "../ticket/look.ts";
import { isOver, wantedState } from "../ticket/meaning.ts";
import { queueOn, wayOf } from "../setup/route.ts";
import { takeTicket, ticketsOf } from "../ticket/repo.ts";
import { ticketKeyOf } from "../ticket/ticket.ts";
import type { World } from "../world.ts";
import { type BegunOn, CONFIRMED, dropped, type Ended, refused, unseen } from "./ended.ts";
import { handOn } from "./hand-on.ts";
import { insertWrite, updateWrite, type WriteContent } from "./repo.ts";

export async function transition(world: World, { ticket: known, write, isAgain }: BegunOn, content: WriteContent & { readonly kind: "state" }): Promise<Ended> {
  const { deps: { state, now }, stored, connector, kind, mapping } = world;
  if (!kind.capabilities.transitions) return dropped(`${kind.product} takes no change of state from us.`);
  // What a person changed there since counts first: what is wanted may be another then.
  const before = await look(world, known, isAgain && content.asked !== undefined ? { state: content.asked } : {});
  if (before === undefined) return unseen(now());
  const is = mapping.meaningOf(before.is.state);
  const wanted = content.to ?? wantedState(before.request, is, stored.settings);
  if (wanted === null || wanted === is || (content.to !== undefined && isOver(is))) return dropped("It is as it should be.");
  if (isOver(is) && wanted === "in_progress" && stored.settings.reopening !== "reopen") return goOnElsewhere(world, before);
  const target = mapping.moveTo(wanted);
  if (target === undefined) return refused(`No state there is named for "${wanted}".`, `Name one under "moves" of the connector ${stored.name}.`);
  // Whoever goes on after a crash knows then which change is ours.
  await withTenant(state, stored.tenant, (db) => updateWrite(db, write.id, { state: "sending", at: now(), content: { ...content, asked: target } }));
  await connector.transition(before.ticket.remoteId, target, `${before.request.ref}: ${wanted.replace("_", " ")}`, before.is.version);
  return readBack(world, before, { state: target }, (after) => (mapping.isSame(after.is.state, target) ? undefined : `"${after.is.state}" in place of "${target}"`));
}

/** The ticket is over there and stays so: another one is made, or what is said in a comment has to do. */
async function goOnElsewhere({ deps: { state, now }, stored }: World, { ticket, request }: Looked): Promise<Ended> {
  if (stored.settings.reopening === "comment") return dropped("It is over there, and stays so: the comment tells.");
  return withTenant(state, stored.tenant, async (db) => {
    if ((await takeTicket(db, stored.id, ticket.key))?.state !== "open") return dropped("Another is followed in its place.");
    const key = ticketKeyOf(request.ref, stored.id, `/R${(await ticketsOf(db, request.id)).length}`);
    await insertWrite(db, { connector: stored.id, request: request.id, ticketKey: key, key: `${key}#ticket`, content: { kind: "ticket", after: ticket.number }, now: now() });
    return dropped(`It is over there: ${key} is made in its place.`);
  });
}

export async function assign(world: World, { ticket: known }: BegunOn): Promise<Ended> {
  const { deps: { state, now }, stored, connector, kind, mapping } = world;
  const before = await look(world, known);
  if (before === undefined) return unseen(now());
  const { team, name } = before.request.routed;
  const way = await withTenant(state, stored.tenant, (db) => wayOf(db, team));
  if (way?.connector.id !== stored.id) {
    await withTenant(state, stored.tenant, (db) => handOn(db, world, before));
    return dropped(`${name ?? "The team"} works elsewhere: this ticket is ended.`);
  }
  if (!kind.capabilities.queues) return dropped(`${kind.product} has no queues.`);
  const queue = await withTenant(state, stored.tenant, (db) => queueOn(db, stored, team));
  if (queue === null) return refused("The team has no queue there.", `Name one under "teams" of the connector ${stored.name}.`);
  if (before.is.queue !== null && mapping.isSame(before.is.queue, queue)) return dropped("It is there already.");
  await connector.update(before.ticket.remoteId, { queue }, before.is.version);
  return readBack(world, before, { queue }, ({ is }) => (is.queue === null || mapping.isSame(is.queue, queue) ? undefined : `queue "${is.queue}" in place of "${queue}"`));
}

async function readBack(world: World, { ticket }: Looked, wrote: { readonly state?: string; readonly queue?: string }, differs: (after: Looked) => string | undefined): Promise<Ended> {
  if (!world.kind.capabilities.reads) return CONFIRMED;
  const after = await look(world, ticket, wrote);
  if (after === undefined) return { ...unseen(world.deps.now()), state: "unknown" };
  const difference = differs(after);
  if (difference === undefined) return CONFIRMED;
  // A person was as quick as we were, and is heard.
  return after.isMoved ? { ...CONFIRMED, words: "Somebody changed it there at the same time." } : refused(`It answered well, and has ${difference}.`, "See whether the account may do that, and whether its workflow allows it.");
}
