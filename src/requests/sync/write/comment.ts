// Comments and files of ours.
import { withTenant } from "../../../store/index.ts";
import type { CommentVisibility } from "../../connectors/connector.ts";
import { fileOf } from "../../files/repo.ts";
import { look } from "../ticket/look.ts";
import { insertItem } from "../ticket/repo.ts";
import { refOfKey } from "../ticket/ticket.ts";
import { tooLargeText } from "../ticket/words.ts";
import { textOfWrite, type World } from "../world.ts";
import { type BegunOn, CONFIRMED, dropped, type Ended, refused, SETTLED_MS, unseen } from "./ended.ts";
import { insertWrite, type StoredWrite, takeWrite, updateWrite } from "./repo.ts";

/** Undefined: its end is written down already. */
export async function comment(world: World, { write, ticket, isAgain, isLookedFor }: BegunOn): Promise<Ended | undefined> {
  const { deps: { state, now }, stored, connector, kind } = world;
  if (kind.capabilities.comments.length === 0) return refused(`${kind.product} takes no comments from us.`, "Tell the team by another way.");
  if (isLookedFor && kind.capabilities.reads) {
    // A reading confirms what it finds.
    if ((await look(world, ticket)) === undefined) return unseenAs(world, isAgain);
    if (!(await isOpen(world, write))) return undefined;
  }
  if (isAgain) {
    const settled = (write.triedAt?.getTime() ?? 0) + SETTLED_MS;
    if (now().getTime() < settled) return { state: "unknown", againAt: new Date(settled) };
    await withTenant(state, stored.tenant, (db) => updateWrite(db, write.id, { state: "sending", at: now() }));
  }
  const id = await connector.comment(ticket.remoteId, textOfWrite(world, write, refOfKey(ticket.key)), visibilityIn(world), write.key);
  if (id !== null) {
    await withTenant(state, stored.tenant, async (db) => {
      await insertItem(db, stored.id, { key: ticket.key, kind: "comment", id, side: "ours", at: now() });
      await updateWrite(db, write.id, { state: "sending", at: now(), remoteId: id });
    });
  }
  if (!kind.capabilities.reads) return { ...CONFIRMED, remoteId: id };
  const seen = await look(world, ticket);
  if (seen === undefined) return unseenAs(world, true);
  if (id === null && !(await isOpen(world, write))) return undefined;
  const isThere = seen.is.comments.some((one) => one.id === id);
  return isThere ? { ...CONFIRMED, remoteId: id } : refused("It answered well, and the comment is not there.", "See whether the account may write comments of this kind.");
}

/** What may be there is looked for again, and never written blindly. */
const unseenAs = ({ deps: { now } }: World, isAgain: boolean): Ended => ({ ...unseen(now()), state: isAgain ? "unknown" : "queued" });

/** Whether somebody ended a write meanwhile: a reading that saw it there. */
async function isOpen({ deps: { state }, stored }: World, { id }: StoredWrite): Promise<boolean> {
  const now = await withTenant(state, stored.tenant, (db) => takeWrite(db, stored.id, id));
  return now !== undefined && (now.state === "sending" || now.state === "unknown" || now.state === "queued");
}

/** As what our words and files appear there. */
const visibilityIn = ({ kind: { capabilities: { comments } }, stored: { settings: { commentsAs } } }: World): CommentVisibility => (comments.includes(commentsAs) ? commentsAs : comments[0] ?? "public");

export async function attach(world: World, { ticket, isLookedFor }: BegunOn, fileId: number): Promise<Ended> {
  const { deps: { state, now }, stored, connector, kind } = world;
  const file = await withTenant(state, stored.tenant, (db) => fileOf(db, ticket.request, fileId));
  if (file === undefined) return dropped("There is no such file.");
  const isKnown = await withTenant(state, stored.tenant, async (db) => !(await insertItem(db, stored.id, { key: ticket.key, kind: "file", id: `sent ${fileId}`, side: "ours", at: now() })));
  if (kind.capabilities.attachments === "none" || file.size > stored.settings.largestFileBytes) {
    await withTenant(state, stored.tenant, (db) => insertWrite(db, { connector: stored.id, request: ticket.request, ticketKey: ticket.key, key: `${ticket.key}#named-${fileId}`, content: { kind: "comment", text: tooLargeText(file.name, stored.settings.language), entry: null, who: file.addedBy, side: file.side }, now: now() }));
    return dropped("It is named in a comment: it cannot be carried over.");
  }
  const before = kind.capabilities.reads && (isKnown || isLookedFor) ? await connector.read(ticket.remoteId) : undefined;
  const there = before?.found === "yes" ? before.ticket.files.find(({ name, bytes }) => name === file.name && (bytes === null || bytes === file.size)) : undefined;
  const id = there?.id ?? (await connector.attach(ticket.remoteId, { name: file.name, type: file.type, data: file.bytes }, visibilityIn(world)));
  const remember = async (item: string): Promise<Ended> => {
    await withTenant(state, stored.tenant, (db) => insertItem(db, stored.id, { key: ticket.key, kind: "file", id: item, side: "ours", at: now() }));
    return { ...CONFIRMED, remoteId: item };
  };
  if (id !== null) return remember(id);
  if (!kind.capabilities.reads || kind.capabilities.attachments === "out") return CONFIRMED;
  const after = await connector.read(ticket.remoteId);
  const found = after.found === "yes" ? after.ticket.files.findLast(({ name }) => name === file.name) : undefined;
  return found === undefined ? refused("It answered well, and the file is not there.", "See whether files of this kind and size are allowed there.") : remember(found.id);
}
