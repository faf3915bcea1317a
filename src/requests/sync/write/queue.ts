// What is to be written into a ticket is written down, once, whoever tells of it how often.
import type { TenantDb } from "../../../store/index.ts";
import type { Entry } from "../../../timeline/index.ts";
import { insertWrite } from "./repo.ts";

export type WriteTo = { readonly connector: string; readonly request: string; readonly ticketKey: string; readonly now: Date };

/** A shared entry of the thread as a comment. */
export const queueComment = (db: TenantDb, to: WriteTo, { id, author, text }: Pick<Entry, "id" | "author" | "text">): Promise<void> =>
  insertWrite(db, { ...to, key: `${to.ticketKey}#${id}`, content: { kind: "comment", text, entry: id, who: author.who, side: author.side } });

/** A file of the request. */
export const queueFile = (db: TenantDb, to: WriteTo, file: number): Promise<void> => insertWrite(db, { ...to, key: `${to.ticketKey}#file-${file}`, content: { kind: "file", file } });

/** That state or queue may have to change; `fact` is what happened. */
export const queueChange = (db: TenantDb, to: WriteTo, kind: "state" | "queue", fact: number): Promise<void> => insertWrite(db, { ...to, key: `${to.ticketKey}#${kind}-${fact}`, content: { kind } });
