// Redmine 5 by its REST API. Tried on a real Redmine 5.0.4 (test/itsm/redmine.test.ts).
//
// ASSUMPTIONS, taken from documents and not seen on a real server:
// 1. Redmine 4: `allowed_statuses` is missing from an issue; the status is then read after it was set (Rest_Issues, wiki of Redmine).
// 2. Redmine 6.1 and later sign webhooks with X-Redmine-Signature-256: sha256=<HMAC-SHA-256 of the body> (told by those who receive them: NousResearch/hermes-agent#71968).
// 3. Markdown: Redmine's parsers (redcarpet, commonmarker) leave escaped signs alone, and make no link where U+2060 stands.
// 4. Behind a web server the Date header is there; puma alone sends none, and the clock is then not compared.
import { isSignedBody } from "../signature.ts";
import type { ConnectorKind } from "../connector.ts";
import { openRedmine } from "./api.ts";
import { changes, findByKey } from "./find.ts";
import { RedmineOptions } from "./options.ts";
import { probe } from "./probe.ts";
import { download, read } from "./read.ts";
import { attach, comment, create, transition, update } from "./write.ts";

/** Redmine. */
export const redmine: ConnectorKind<RedmineOptions> = {
  kind: "redmine",
  product: "Redmine 5 and later",
  // No version of a ticket can be read that an update could name.
  capabilities: { findsKey: "at once", compareAndSet: false, comments: ["public", "internal"], reads: true, attachments: "both", changes: "time", transitions: true, queues: true, priorities: true },
  options: RedmineOptions,
  secrets: ["apiKey"],
  states: { New: "new", "In Progress": "in_progress", Feedback: "waiting_soc", Resolved: "resolved", Closed: "closed", Rejected: "cancelled" },
  moves: { new: "New", in_progress: "In Progress", waiting_soc: "Feedback", resolved: "Resolved", closed: "Closed", cancelled: "Rejected" },
  isSigned: (headers, body, secret) => isSignedBody(headers["x-redmine-signature-256"] ?? headers["x-hub-signature-256"], body, secret),
  open: ({ http, url, options, secrets, now }) => {
    const there = openRedmine(http({ "x-redmine-api-key": secrets["apiKey"] ?? "" }), { options, url, now });
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
      changes: (cursor, followed) => changes(there, cursor, followed),
      close: async () => there.close(),
    };
  },
};
