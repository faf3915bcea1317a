// Audit logs of hosted products, each told by names that only it has.
import type { Draft } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import type { Shape } from "./shape.ts";

type Product = {
  readonly product: string;
  readonly channel: string;
  readonly is: (record: Draft) => boolean;
  /** The fields for the code and the time: the first that the record has. */
  readonly code: readonly string[];
  readonly time: readonly string[];
};

const has = (record: Draft, ...names: readonly string[]): boolean => names.every((name) => Object.hasOwn(record, name));

function isOfJira(type: unknown): boolean {
  const { actionI18nKey: action, categoryI18nKey: category } = object(type) ?? {};
  return [action, category].some((key) => typeof key === "string" && key.startsWith("jira."));
}

const PRODUCTS: readonly Product[] = [
  { // Okta System Log API, LogEvent.
    product: "okta", channel: "okta",
    is: (record) => (has(record, "eventType") || has(record, "eventtype")) && has(record, "published") && (has(record, "actor") || has(record, "outcome") || has(record, "uuid")),
    code: ["eventType", "eventtype"], time: ["published"],
  },
  { // GitHub audit log: `action` is always category.operation. Slack's preferences are written alike.
    product: "github", channel: "audit",
    is: (record) => !has(record, "date_create") && typeof record["action"] === "string" && record["action"].includes(".") && (has(record, "actor") || has(record, "org") || has(record, "_document_id") || has(record, "actor_id")),
    code: ["action"], time: ["@timestamp", "created_at"],
  },
  { // Bitbucket Data Center audit log. Jira's has the same form, and keys of its own.
    product: "bitbucket", channel: "audit",
    is: (record) => (object(record["auditType"]) !== undefined && !isOfJira(record["auditType"])) || has(record, "auditType.action"),
    code: ["auditType.action"], time: ["timestamp"],
  },
  { // OneLogin Events API.
    product: "onelogin", channel: "onelogin.events",
    is: (record) => has(record, "event_type_id"),
    code: ["event_type_id"], time: ["created_at", "event_timestamp"],
  },
  { // OpenCanary.
    product: "opencanary", channel: "",
    is: (record) => has(record, "logtype") && (has(record, "node_id") || has(record, "logdata")),
    code: ["logtype"], time: ["utc_time", "local_time_adjusted", "local_time"],
  },
  { // Cisco Duo authentication and administrator logs, API v2 and v1.
    product: "cisco", channel: "duo",
    is: (record) => (has(record, "txid") && has(record, "factor")) || has(record, "auth_device", "reason") || has(record, "access_device", "event_type"),
    code: ["event_type", "action", "eventtype"], time: ["isotimestamp", "timestamp"],
  },
  { // Qualys host detections.
    product: "qualys", channel: "",
    is: (record) => object(object(record["host"])?.["scan"]) !== undefined || has(record, "host.scan.vuln") || has(record, "host.scan.vuln_name"),
    code: [], time: ["@timestamp"],
  },
  { // RPC Firewall, where its Windows event lost its channel.
    product: "rpc_firewall", channel: "RPCFW",
    is: (record) => has(record, "InterfaceUuid", "OpNum"),
    code: ["EventID"], time: ["TimeCreated", "@timestamp"],
  },
];

/** The record's product, if it is one of the table. */
export const saasShape: Shape = ({ record, json, source }) => {
  const found = PRODUCTS.find(({ is }) => is(record));
  if (found === undefined) return undefined;
  const first = (names: readonly string[]) => names.map((name) => record[name]).find((value) => value !== undefined);
  const parts = { product: found.product, channel: found.channel, code: first(found.code), time: first(found.time), host: record["node_id"], fields: record };
  return [makeEvent(parts, undefined, json, source)];
};
