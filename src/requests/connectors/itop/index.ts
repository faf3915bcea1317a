// iTop by its REST/JSON 1.3. Built from what was observed on a real iTop 3.2.0: calls, codes, logs without ids, stimuli,
// attachments, the zone.
//
// ASSUMPTIONS, from Combodo's code and data model (github.com/Combodo/iTop) and not seen on a real server:
// 1. `team_id` may be given at core/create of a ticket that stays "new" (restservices.class.inc.php checks no flags).
// 2. Team and agent of a ticket are `team_id_friendlyname`, `agent_id_friendlyname`; `solution` and `resolution_date` are there (datamodel.itop-*-mgmt-itil.xml).
// 3. `id IN (…)`, `title LIKE "…%"`, `id > n` and `>=` are of OQL; its strings escape `\` and `"` alone (oql-lexer.plex).
// 4. `ev_pending` demands `pending_reason`; `ev_resolve` may demand more than `solution`: the option "resolution".
// 5. `closed` has no way out; `rejected` (UserRequest) only back to `new`.
// 6. Priority 1 to 4 of impact and urgency as ComputePriority has it out of the box.
// 7. "Found: n" at core/get is the number of all, not of the page; `page` counts from 1.
// 8. An attachment does not touch `last_update` of its ticket: it is found by its own id.
// 9. An action of the life cycle that refuses is answered with code 0 and `objects` null.
// 10. The webhook extension can send a header of one's choice, and signs nothing: it carries the secret itself.
import { openItop } from "../../../outbound/index.ts";
import type { ConnectorKind } from "../connector.ts";
import { isSecretItself } from "../signature.ts";
import type { There } from "./api.ts";
import { attach, download } from "./files.ts";
import { ItopOptions } from "./options.ts";
import { probe } from "./probe.ts";
import { changes, read } from "./read.ts";
import { comment, create, findByKey, transition, update } from "./write.ts";

/** iTop. */
export const itop: ConnectorKind<ItopOptions> = {
  kind: "itop",
  product: "iTop 3 (REST/JSON 1.3)",
  capabilities: { findsKey: "at once", compareAndSet: false, comments: ["public", "internal"], reads: true, attachments: "both", changes: "time", transitions: true, queues: true, priorities: true },
  options: ItopOptions,
  secrets: ["password"],
  // A team alone is no work yet; who waits for the caller waits for us.
  states: { new: "new", escalated_tto: "new", waiting_for_approval: "waiting_client", approved: "waiting_client", rejected: "cancelled", assigned: "in_progress", escalated_ttr: "in_progress", pending: "waiting_soc", resolved: "resolved", closed: "closed" },
  // Nothing leads to an end but through "resolved".
  moves: { new: "new", in_progress: "assigned", waiting_soc: "pending", resolved: "resolved", closed: "closed", cancelled: "resolved" },
  isSigned: (headers, _body, secret) => isSecretItself(headers["x-vigie-secret"], secret),
  open: ({ http, url, options, secrets, now }) => {
    const there: There = { itop: openItop(http({}), { user: options.user, password: secrets["password"] ?? "" }), options, url, now, files: new Map() };
    return {
      probe: () => probe(there),
      findByKey: (key) => findByKey(there, key),
      create: (ticket) => create(there, ticket),
      update: (id, change) => update(there, id, change),
      comment: (id, text, visibility) => comment(there, id, text, visibility),
      transition: (id, state, note) => transition(there, id, state, note),
      attach: (id, file) => attach(there, id, file),
      read: (id) => read(there, id),
      download: (id, file) => download(there, id, file),
      changes: (cursor, open) => changes(there, cursor, open),
    };
  },
};
