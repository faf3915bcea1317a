// Zammad by its REST API. Built from its documents (docs.zammad.org) and code (github.com/zammad/zammad), and seen on no
// real server.
//
// ASSUMPTIONS:
// 1. `expand=true` gives state, group, priority, owner, updated_by and created_by by name, users by login (tickets_controller.rb); names are taken in PUT and POST, and one that does not exist is answered with 422.
// 2. tickets/search with `query=*`, sort_by, order_by, page, per_page: of the database from 6.5 on (can_search.rb), of the index before, which lags by seconds. Whatever is missed is found by reading what is followed in turn.
// 3. A search for the key finds tickets by words of their titles, as the index or as LIKE; what comes back is looked at.
// 4. An article touches `updated_at` of its ticket.
// 5. Articles of type "note" send no mail. Triggers of the client's own may: docs/connectors/zammad.md.
// 6. A merged ticket is in the state "merged" and has the other for its "parent" among its links (Ticket#merge_to, Link.list).
// 7. A pending state wants `pending_time`.
// 8. The size of an attachment is told, as text; pictures within a text are "inline".
// 9. Webhooks: X-Hub-Signature is sha1= and the hex HMAC-SHA-1 of the body.
import type { ConnectorKind } from "../connector.ts";
import { isSignedHex } from "../signature.ts";
import { openZammad } from "./api.ts";
import { ZammadOptions } from "./options.ts";
import { changes, download, probe, read } from "./read.ts";
import { attach, comment, create, findByKey, transition, update } from "./write.ts";

/** Zammad. */
export const zammad: ConnectorKind<ZammadOptions> = {
  kind: "zammad",
  product: "Zammad 5 and later",
  capabilities: { findsKey: "later", compareAndSet: false, comments: ["public", "internal"], reads: true, attachments: "both", changes: "time", transitions: true, queues: true, priorities: true },
  options: ZammadOptions,
  secrets: ["token"],
  states: { new: "new", open: "in_progress", "pending reminder": "waiting_soc", "pending close": "resolved", closed: "closed" },
  moves: { new: "new", in_progress: "open", waiting_soc: "pending reminder", resolved: "closed", closed: "closed", cancelled: "closed" },
  isSigned: (headers, body, secret) => isSignedHex(headers["x-hub-signature"]?.replace(/^sha1=/, ""), "sha1", body, secret),
  open: ({ http, url, options, secrets, now }) => {
    const there = openZammad(http({ authorization: `Token token=${secrets["token"] ?? ""}` }), { options, url, now });
    return {
      probe: () => probe(there),
      findByKey: (key) => findByKey(there, key),
      create: (ticket) => create(there, ticket),
      update: (id, change) => update(there, id, change),
      comment: (id, text, visibility) => comment(there, id, text, visibility),
      transition: (id, state) => transition(there, id, state),
      attach: (id, file, visibility) => attach(there, id, file, visibility),
      read: (id) => read(there, id),
      download: (id, file) => download(there, id, file),
      changes: (cursor, open) => changes(there, cursor, open),
    };
  },
};
