// GLPI by its older API (apirest.php: 9.5, 10, 11) or its newer one (api.php/v2: 11). Built from GLPI's own documents and
// code (github.com/glpi-project/glpi), and seen on no real server.
//
// ASSUMPTIONS:
// 1. Legacy: sessions, App-Token, range and Content-Range, 207, errors as ["ERROR_…", "words"] (apirest.md); lists are filtered by searchText[field], "^…$" meaning all of it, and sorted by a field (src/Api/API.php); where they are not, by search/Ticket, whose columns are 2 (id) and 19 (last change).
// 2. `externalid` of Ticket is free for us; another system that uses it has to be asked first.
// 3. `status: 1` with `_do_not_compute_status` keeps a ticket with a group "new", and `_from_object` keeps it so when one is added (CommonITILActor::post_addItem); else it is "assigned" at once, which reads as somebody having begun.
// 4. A new ITILSolution moves to solved, or to closed where the entity closes at once; a second one is refused (ITILSolution.php).
// 5. `with_documents` lists the documents of a ticket and of what is said in it, without inlined images (API::getItem, getAssociatedDocumentsCriteria).
// 6. A followup, a document and an actor touch `date_mod` of the ticket (updateDateMod).
// 7. A Document posted with `itemtype` and `items_id` lies at the ticket at once (Document::post_addItem).
// 8. A ticket that was merged is in the bin and linked to the other in Ticket_Ticket, whichever way round.
// 9. Rights: 2 update, 4 create, 1024 see all, in `glpiactiveprofile.ticket` of getFullSession; version in getGlpiConfig.
// 10. v2: password grant at api.php/token, headers GLPI-Entity and GLPI-Entity-Recursive, RSQL with quoted values, `sort=date_mod:desc`, start and limit, TeamMember with role 2, Timeline of {type, item} (ITILController.php); it takes no file, and tells of no merge.
// 11. Webhooks (11): X-GLPI-signature is the hex HMAC-SHA-256 of body and X-GLPI-timestamp (Webhook.php, as those who receive them tell).
import { openGlpi } from "../../../outbound/index.ts";
import type { ConnectorKind } from "../connector.ts";
import { isSignedHex } from "../signature.ts";
import { watchNewest } from "../watch.ts";
import type { GlpiApi, Group } from "./api.ts";
import { legacyApi } from "./legacy.ts";
import { GlpiOptions } from "./options.ts";
import { attach, comment, create, download, findByKey, probe, read, transition, update } from "./ticket.ts";
import { v2Api } from "./v2.ts";

const PAGE = 50;

/** GLPI. */
export const glpi: ConnectorKind<GlpiOptions> = {
  kind: "glpi",
  product: "GLPI 9.5 and later",
  capabilities: { findsKey: "at once", compareAndSet: false, comments: ["public", "internal"], reads: true, attachments: "both", changes: "time", transitions: true, queues: true, priorities: true },
  options: GlpiOptions,
  secrets: ["userToken", "appToken", "clientSecret", "password"],
  states: { new: "new", approval: "waiting_client", assigned: "in_progress", planned: "in_progress", pending: "waiting_soc", solved: "resolved", closed: "closed" },
  moves: { new: "new", in_progress: "assigned", waiting_soc: "pending", resolved: "solved", closed: "closed", cancelled: "closed" },
  isSigned: (headers, body, secret) => isSignedHex(headers["x-glpi-signature"], "sha256", Buffer.concat([body, Buffer.from(headers["x-glpi-timestamp"] ?? "")]), secret),
  open: ({ http, url, options, secrets, now }) => {
    const { api: which, entity, user, clientId } = options;
    const secret = (name: string): string => secrets[name] ?? "";
    const there = openGlpi(http({}), which === "legacy" ? { api: "legacy", userToken: secret("userToken"), appToken: secret("appToken"), entity } : { api: "v2", clientId, clientSecret: secret("clientSecret"), user, password: secret("password"), entity });
    const api = knowingGroups(which === "legacy" ? legacyApi(there, options) : v2Api(there, options), now);
    return {
      probe: () => probe(api, now()),
      findByKey: (key) => findByKey(api, key),
      create: (ticket) => create(api, ticket),
      update: (id, change) => update(api, id, change),
      comment: (id, text, visibility) => comment(api, id, text, visibility),
      transition: (id, state, note) => transition(api, id, state, note),
      attach: (id, file) => attach(api, id, file),
      read: (id) => read(api, url, id),
      download: (id, file) => download(api, id, file),
      changes: (cursor, open) => watchNewest(cursor, open, now(), { size: PAGE, page: (number) => api.newest(number, PAGE) }),
      close: api.close,
    };
  },
};

// Groups are made and named seldom.
const KNOWN_MS = 5 * 60_000;

/** Asks for the groups once in a while: each reading needs their names. */
function knowingGroups(api: GlpiApi, now: () => Date): GlpiApi {
  let known: { readonly at: number; readonly groups: readonly Group[] } | undefined;
  return {
    ...api,
    groups: async () => {
      if (known === undefined || now().getTime() - known.at > KNOWN_MS) known = { at: now().getTime(), groups: await api.groups() };
      return known.groups;
    },
  };
}
