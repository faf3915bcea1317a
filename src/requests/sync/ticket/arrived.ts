// A request has a ticket: it is followed from now on, and what was said before goes there too.
import type { TenantDb } from "../../../store/index.ts";
import { type Entry, listEntries } from "../../../timeline/index.ts";
import { disclosureOf } from "../../delivery/disclosure.ts";
import { filesOf } from "../../files/repo.ts";
import type { Request } from "../../request.ts";
import { subjectOf } from "../../step.ts";
import { queueComment, queueFile, type WriteTo } from "../write/queue.ts";
import { endEarlier, insertTicket } from "./repo.ts";
import { type Asked, ticketMade } from "./ticket.ts";

const PAGE = 200;

/** Gives where to write what else is to be said there. */
export async function ticketArrived(db: TenantDb, { connector, request, remoteId, asked: { key, title, queue, priority }, now }: { readonly connector: string; readonly request: Request; readonly remoteId: string; readonly asked: Asked & { readonly key: string }; readonly now: Date }): Promise<WriteTo> {
  await endEarlier(db, request.id);
  await insertTicket(db, ticketMade({ connector, key, request: request.id, remoteId, now, asked: { title, queue, priority } }));
  return tellAll(db, { connector, key, request, now });
}

/** What both sides are to know goes into a ticket, as far as it did not. */
export async function tellAll(db: TenantDb, { connector, key, request, now }: { readonly connector: string; readonly key: string; readonly request: Request; readonly now: Date }): Promise<WriteTo> {
  const to: WriteTo = { connector, request: request.id, ticketKey: key, disclosure: await disclosureOf(db, request, now), now };
  for await (const entry of sharedEntries(db, request)) if (entry.type === "message" && !entry.author.id.startsWith("connector:")) await queueComment(db, to, entry);
  for (const file of await filesOf(db, request.id)) await queueFile(db, to, file);
  return to;
}

async function* sharedEntries(db: TenantDb, request: Request): AsyncGenerator<Entry> {
  for (let after: number | undefined; ; ) {
    const page = await listEntries(db, { subjects: [subjectOf(request)], side: "provider", visibility: "shared", after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}
