// Jira and Jira Service Management, on Cloud by REST API 3 and on Data Center by REST API 2.
//
// ASSUMPTIONS, taken from documents and not seen on a real site:
//  1. Errors are JSON {"errorMessages":[…],"errors":{field: words}}; an issue that is not there, or not to be seen, answers 404 (REST API references).
//  2. POST /rest/api/3/search/jql pages by nextPageToken, null or missing on the last page; issues named in reconcileIssues, 50 at most, are looked at past the index, which is late by seconds to minutes (Search and reconcile, developer.atlassian.com).
//     A query must be bounded by something; `updated >= "-30d"` bounds it. Data Center: POST /rest/api/2/search with startAt and total.
//  3. Times in JQL are minutes in the zone of the account, as /myself says it; there is no way to name another (JRACLOUD-74279, docs.rs/tga). An hour that comes twice is taken as its first.
//  4. `summary ~ "\"AM-R-0118\""` finds titles with these words next to each other, and similar ones (Search syntax for text fields); which is ours is seen by property and title.
//     What the index does not have yet is read by its number with POST /rest/api/3/issue/bulkfetch, 100 at once, which does not go by the index; numbers that are none are left out of its answer.
//  5. The properties of a new issue may be given with it, {"key","value"}; a search returns them where `properties` names them (Cloud), and only an app makes them searchable (Entity properties).
//     Data Center's search does not return them: there, the title alone tells whose a ticket is.
//  6. A comment with the property sd.public.comment {"internal":true} is not seen by customers of a service desk, and comes back with jsdPublic false on Cloud and with the property on both (jenkinsci/jira-plugin#375, pycontribs/jira#1011).
//  7. POST /rest/servicedeskapi/request with isAdfRequest takes a description in ADF on Cloud (experimental); on Data Center it is wiki markup.
//  8. Adding a file by the service desk's API makes a comment that holds the file alone (its answer has one): it comes back without words, and is left aside. The id of the file stands at the end of _links.jiraRest.
//  9. /attachment/content/{id}?redirect=false gives the bytes themselves on Cloud; Data Center gives them under /secure/attachment/{id}/{name}, also to a token.
// 10. A text field takes 32,767 characters; what is longer is cut before its last line. A summary takes 255, in one line.
// 11. In wiki markup a backslash takes the meaning from - # * _ + ? ^ ~ | % { } [ ] ( ) ! @ (Jira's BackslashEscapeRendererComponent, as @atlaskit/editor-wikimarkup-transformer lists it).
// 12. A field of one choice takes {"value"}; a group picker takes {"name"}, and is not supported as a queue.
// 13. Webhooks with a secret are signed with X-Hub-Signature: sha256=<HMAC-SHA-256 of the body>.
// 14. Comments and files set `updated` of their issue.
import type { ConnectorKind } from "../connector.ts";
import { isSignedBody } from "../signature.ts";
import { changes, findByKey } from "./find.ts";
import { JiraOptions } from "./options.ts";
import { probe } from "./probe.ts";
import { download, read } from "./read.ts";
import { openSite } from "./site.ts";
import { transition } from "./walk.ts";
import { attach, comment, create, update } from "./write.ts";

/** Jira and Jira Service Management. */
export const jira: ConnectorKind<JiraOptions> = {
  kind: "jira",
  product: "Jira and Jira Service Management (Cloud, Data Center 8.14 and later)",
  capabilities: { findsKey: "later", compareAndSet: false, comments: ["public", "internal"], reads: true, attachments: "both", changes: "time", transitions: true, queues: true, priorities: true },
  options: JiraOptions,
  secrets: ["token"],
  states: {
    "To Do": "new", Open: "new", Backlog: "new", "Selected for Development": "new", "Waiting for support": "new", Reopened: "in_progress", "In Progress": "in_progress", "Work in progress": "in_progress", "In Review": "in_progress", Escalated: "in_progress",
    Pending: "waiting_client", "Waiting for approval": "waiting_client", "Waiting for customer": "waiting_soc",
    Resolved: "resolved", Done: "resolved", Closed: "closed", Canceled: "cancelled", Cancelled: "cancelled", Declined: "cancelled", "Won't Do": "cancelled",
  },
  moves: { in_progress: "In Progress" },
  movesOf: ({ service }) => (service === undefined || service === null ? { resolved: "Done" } : { waiting_soc: "Waiting for customer", resolved: "Resolved", closed: "Closed", cancelled: "Canceled" }),
  isSigned: (headers, body, secret) => isSignedBody(headers["x-hub-signature"], body, secret),
  open: (opening) => {
    const site = openSite(opening);
    return {
      probe: () => probe(site),
      findByKey: (key) => findByKey(site, key),
      create: (ticket) => create(site, ticket),
      update: (id, change) => update(site, id, change),
      comment: (id, text, visibility) => comment(site, id, text, visibility),
      transition: (id, state) => transition(site, id, state),
      attach: (id, file, visibility) => attach(site, id, file, visibility),
      read: (id) => read(site, id),
      download: (_id, file) => download(site, file),
      changes: (cursor, open) => changes(site, cursor, open),
    };
  },
};
