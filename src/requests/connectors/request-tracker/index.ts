// Request Tracker 5 by its REST 2 API. Tried on a real RT 5.0.3 (test/itsm/request-tracker.test.ts): what is told of it here
// and in the files beside was seen there.
//
// ASSUMPTIONS, not seen on a real server:
// 1. RT 5.0.4 and later, and RT 6, answer as 5.0.3 does (their documents of REST 2 name nothing that we ask for as removed).
// 2. On PostgreSQL and MySQL a transaction with a lower id may be committed after one with a higher: find.ts looks back
//    for a minute. SQLite, on which it was tried, writes one at a time.
// 3. A subject of more than 200 characters is cut by RT where the database's column is that long (etc/schema.mysql).
// 4. $UseSQLForACLChecks is on, as it comes: searches show what we may see in full pages. Where it is off, more than 100
//    changes in a row to tickets that are hidden from us would hide those behind.
// 5. Web servers before RT pass If-Match and ETag on; one that compresses may weaken the ETag, or add to its number.
import { isSignedBody } from "../signature.ts";
import type { ConnectorKind } from "../connector.ts";
import { openRequestTracker } from "./api.ts";
import { changes, findByKey } from "./find.ts";
import { RequestTrackerOptions } from "./options.ts";
import { probe } from "./probe.ts";
import { download, read } from "./read.ts";
import { attach, comment, create, transition, update } from "./write.ts";

/** Request Tracker. */
export const requestTracker: ConnectorKind<RequestTrackerOptions> = {
  kind: "request-tracker",
  product: "Request Tracker 5",
  capabilities: { findsKey: "at once", compareAndSet: true, comments: ["public", "internal"], reads: true, attachments: "both", changes: "id", transitions: true, queues: true, priorities: true },
  options: RequestTrackerOptions,
  secrets: ["token"],
  states: { new: "new", open: "in_progress", stalled: "waiting_soc", resolved: "resolved", rejected: "cancelled" },
  moves: { new: "new", in_progress: "open", waiting_client: "open", waiting_soc: "stalled", resolved: "resolved", cancelled: "rejected" },
  isSigned: (headers, body, secret) => isSignedBody(headers["x-rt-signature"], body, secret),
  open: ({ http, url, options, secrets, now }) => {
    const rt = openRequestTracker(http({ authorization: `token ${secrets["token"] ?? ""}` }), { options, url, now });
    return {
      probe: () => probe(rt),
      findByKey: (key) => findByKey(rt, key),
      create: (ticket) => create(rt, ticket),
      update: (id, change, ifVersion) => update(rt, id, change, ifVersion),
      comment: (id, text, visibility) => comment(rt, id, text, visibility),
      transition: (id, state, _note, ifVersion) => transition(rt, id, state, ifVersion),
      attach: (id, file, visibility) => attach(rt, id, file, visibility),
      read: (id) => read(rt, id),
      download: (id, file) => download(rt, id, file),
      changes: (cursor) => changes(rt, cursor),
    };
  },
};
