// ServiceNow by its Table API and Attachment API.
//
// ASSUMPTIONS, taken from documents and not seen on a real instance:
//  1. Errors are JSON {"error":{"message","detail"},"status":"failure"}; a record that is not there, or not to be seen, answers 404 "No Record found" (Table API reference).
//  2. With sysparm_display_value=all each field is {"display_value","value"}, and times in `value` are UTC without an offset (KB0534905, Table API FAQs).
//  3. Times in sysparm_query are UTC where they are plain text, and not inside javascript:gs.dateGenerate (SOAP web service and time zones, community article by an employee).
//  4. Conditions of a query that are not understood or not allowed are left out, unless glide.invalid_query.returns_no_rows is set; ^ inside a value is written ^^ (the reference; Query ACLs, Zurich).
//  5. sys_journal_field answers 200 with no rows to an account without the right (rapid7/insightconnect-plugins#4064); the record's comments and work_notes then show all entries with sysparm_display_value=all,
//     each under a line "<time> - <name> (<label>)" in the account's form of dates (demisto/content#22509). Entries are never changed. Whoever writes such a line into a comment makes one look like two.
//  6. Times of entries read this way are right but for an hour, when daylight saving changed since: the distance from UTC is that of the record's last change.
//  7. A journal keeps more than 4,000 characters; short_description is cut after 160 (KB0685779: max_length is the column's type, and not checked).
//  8. Client credentials: POST /oauth_token.do with client_id and client_secret in the form (KB2058936; glide.oauth.inbound.client.credential.grant_type.enabled).
//  9. States, reasons, priorities and close codes as they come out of the box (KB0564465; Change state model; New Relic's catalogue for close codes); those of sn_si_incident and the numbers of hold reasons are general knowledge.
// 10. Adding a file leaves sys_updated_on alone; sys_attachment lists files by sys_created_on.
// 11. sys_id is compared as text by ">" and "ORDERBYsys_id", so ties of one second can be paged.
// 12. The script of docs/connectors/servicenow.md signs hints: generateMac(base64 of the secret, "HmacSHA256", body) is HMAC-SHA-256 in base64 (community thread 1119034).
// 13. A refusal of a data policy or business rule is 403 with its words (seen quoted in community threads).
import type { ConnectorKind } from "../connector.ts";
import { isSignedHex } from "../signature.ts";
import { openInstance } from "./instance.ts";
import { MOVES, STATES } from "./life.ts";
import { ServiceNowOptions } from "./options.ts";
import { probe } from "./probe.ts";
import { changes, download, findByKey, read } from "./read.ts";
import { attach, comment, create, transition, update } from "./write.ts";

/** ServiceNow: incidents, security incidents, change requests and catalogue tasks. */
export const servicenow: ConnectorKind<ServiceNowOptions> = {
  kind: "servicenow",
  product: "ServiceNow (Table API v2)",
  capabilities: { findsKey: "at once", compareAndSet: false, comments: ["public", "internal"], reads: true, attachments: "both", changes: "time", transitions: true, queues: true, priorities: true },
  options: ServiceNowOptions,
  secrets: ["password", "clientSecret"],
  states: STATES,
  moves: {},
  movesOf: ({ table }) => MOVES[ServiceNowOptions.shape.table.catch("incident").parse(table)],
  isSigned: (headers, body, secret) => {
    const said = (headers["x-vigie-signature"] ?? "").slice(0, 100);
    // GlideCertificateEncryption.generateMac gives base64; whoever signs elsewhere, hexadecimal.
    return isSignedHex(said, "sha256", body, secret) || isSignedHex(Buffer.from(said, "base64").toString("hex"), "sha256", body, secret);
  },
  open: (opening) => {
    const instance = openInstance(opening);
    return {
      probe: () => probe(instance),
      findByKey: (key) => findByKey(instance, key),
      create: (ticket) => create(instance, ticket),
      update: (id, change) => update(instance, id, change),
      comment: (id, text, visibility) => comment(instance, id, text, visibility),
      transition: (id, state, note) => transition(instance, id, state, note),
      attach: (id, file) => attach(instance, id, file),
      read: (id) => read(instance, id),
      download: (id, file) => download(instance, id, file),
      changes: (cursor, open) => changes(instance, cursor, open),
    };
  },
};
