// What is to be written into a ticket is written down, once, whoever tells of it how often.
import type { TenantDb } from "../../../store/index.ts";
import type { Entry } from "../../../timeline/index.ts";
import type { Disclosure } from "../../delivery/sheet.ts";
import type { RequestFile } from "../../files/repo.ts";
import { insertWrite, type WriteContent } from "./repo.ts";

export type WriteTo = {
  readonly connector: string;
  readonly request: string;
  readonly ticketKey: string;
  /** What may leave the platform of this request. */
  readonly disclosure: Disclosure;
  readonly now: Date;
};

/** A shared entry of the thread as a comment. */
export const queueComment = (db: TenantDb, to: WriteTo, { id, author, text }: Pick<Entry, "id" | "author" | "text">): Promise<void> =>
  write(db, to, String(id), { kind: "comment", text: to.disclosure === "agreed-facts" ? text : null, entry: id, who: author.who, side: author.side });

/** A file of the request; where it may not leave, that there is something to read. */
export const queueFile = (db: TenantDb, to: WriteTo, { id, addedBy, side }: Pick<RequestFile, "id" | "addedBy" | "side">): Promise<void> =>
  write(db, to, `file-${id}`, to.disclosure === "agreed-facts" ? { kind: "file", file: id } : { kind: "comment", text: null, entry: null, who: addedBy, side });

/** That state or queue may have to change; `fact` is what happened. */
export const queueChange = (db: TenantDb, to: WriteTo, kind: "state" | "queue", fact: number | string): Promise<void> => write(db, to, `${kind}-${fact}`, { kind });

const write = (db: TenantDb, { connector, request, ticketKey, now }: WriteTo, name: string, content: WriteContent): Promise<void> => insertWrite(db, { connector, request, ticketKey, key: `${ticketKey}#${name}`, content, now });
