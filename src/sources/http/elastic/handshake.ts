// What shippers ask before they send: who is there, is it licensed, are templates, policies and pipelines in place.
// Nothing of that is needed here (every document is kept as it came), so the answer is that all is in place.
import { IntakeFull } from "../../arrival.ts";
import type { Call, Reply, Route } from "../dialect.ts";
import { elasticError, reply, textReply } from "./answers.ts";

// Beats want a server that is not older than they are only if they are told to.
const VERSION = "8.19.0";
const NAME = "vigie";
const UUID = "vigie-0000000000000000";

/** The route of everything that is not a document. */
export function handshake(method: string, path: readonly string[]): Route {
  const key = path.join("/");
  const fixed = Object.hasOwn(FIXED, key) ? FIXED[key] : undefined;
  if (fixed !== undefined && (method === "GET" || method === "HEAD")) return { needs: "token", answer: fixed };
  if (isSetUp(path)) return SETUP[method] ?? unknown;
  // Is there such an index, alias or data stream? Yes: it needs no making.
  if (path.length === 1 && !key.startsWith("_")) return INDEX[method] ?? unknown;
  return unknown;
}

const ok = (body: unknown): Reply => reply(200, JSON.stringify(body));

const FIXED: Readonly<Record<string, (call: Call) => Reply>> = {
  "": () => ok({ name: NAME, cluster_name: NAME, cluster_uuid: UUID, version: VERSIONS, tagline: "You Know, for Search" }),
  _license: () => ok({ license: LICENSE }),
  _xpack: () => ok({ build: {}, license: LICENSE, features: { ilm: { available: true, enabled: true }, security: { available: true, enabled: true } }, tagline: "" }),
  "_cluster/health": () => ok(HEALTH),
  "_cat/health": catHealth,
  _nodes: nodes,
  "_nodes/http": nodes,
  "_nodes/_all/http": nodes,
  "_nodes/_local/http": nodes,
  "_nodes/ingest": nodes,
  "_cat/plugins": () => textReply(""),
  "_cat/templates": () => textReply(""),
};

/** rsyslog asks this before it sends again. */
function catHealth({ isFull }: Call): Reply {
  if (isFull) throw new IntakeFull("The disk space for waiting lines is used up.");
  return textReply(`0 00:00:00 ${NAME} green 1 1 0 0 0 0 0 0 - 100.0%\n`);
}

const VERSIONS = {
  number: VERSION,
  build_flavor: "default",
  build_type: "deb",
  build_hash: "0000000000000000000000000000000000000000",
  build_date: "2025-01-01T00:00:00.000000000Z",
  build_snapshot: false,
  lucene_version: "9.12.0",
  minimum_wire_compatibility_version: "7.17.0",
  minimum_index_compatibility_version: "7.0.0",
};

// 2100-01-01, in milliseconds.
const NO_END_MS = 4_102_444_800_000;
const LICENSE = { status: "active", uid: UUID, type: "basic", mode: "basic", expiry_date_in_millis: NO_END_MS, issued_to: NAME, issuer: NAME };

const HEALTH = {
  cluster_name: NAME,
  status: "green",
  timed_out: false,
  number_of_nodes: 1,
  number_of_data_nodes: 1,
  active_primary_shards: 1,
  active_shards: 1,
  relocating_shards: 0,
  initializing_shards: 0,
  unassigned_shards: 0,
  active_shards_percent_as_number: 100,
};

/** Logstash asks where else it may send (sniffing): here, by the address that it used. */
function nodes({ headers, local }: Call): Reply {
  const host = headers.host ?? "";
  const address = /^[\w.:[\]-]{1,255}$/.test(host) ? host : local;
  const node = { name: NAME, version: VERSION, roles: ["data", "ingest", "master"], http: { bound_address: [local], publish_address: address }, ingest: { processors: PROCESSORS } };
  return ok({ _nodes: { total: 1, successful: 1, failed: 0 }, cluster_name: NAME, nodes: { [UUID]: node } });
}

// Filebeat's modules ask whether the processors that their pipelines name are there.
const PROCESSORS = ["append", "community_id", "convert", "csv", "date", "dissect", "dot_expander", "drop", "fail", "fingerprint", "foreach", "geoip", "grok", "gsub", "join", "json", "kv",
  "lowercase", "network_direction", "pipeline", "registered_domain", "remove", "rename", "script", "set", "sort", "split", "trim", "uppercase", "uri_parts", "urldecode", "user_agent",
].map((type) => ({ type }));

/** Folders of what shippers install at their first start. */
const SETS_UP = ["_index_template", "_component_template", "_template", "_ilm/policy", "_ingest/pipeline", "_data_stream", "_alias"];

const isSetUp = (path: readonly string[]): boolean => SETS_UP.some((folder) => path.join("/").startsWith(`${folder}/`));

const acknowledged = (): Reply => ok({ acknowledged: true });

const SETUP: Readonly<Partial<Record<string, Route>>> = {
  HEAD: { needs: "token", answer: () => ok({}) },
  GET: { needs: "token", answer: describe },
  PUT: { needs: "body", answer: acknowledged },
  POST: { needs: "body", answer: acknowledged },
  DELETE: { needs: "token", answer: acknowledged },
};

/** The thing asked for, as empty as it may be. */
function describe({ path }: Call): Reply {
  const name = path.at(-1)!;
  switch (path[0]) {
    case "_index_template":
      return ok({ index_templates: [{ name, index_template: { index_patterns: [name], composed_of: [], data_stream: {} } }] });
    case "_component_template":
      return ok({ component_templates: [{ name, component_template: { template: {} } }] });
    case "_data_stream":
      return ok({ data_streams: [{ name, timestamp_field: { name: "@timestamp" }, indices: [], generation: 1, status: "GREEN", template: name }] });
    default:
      return ok(Object.fromEntries([[name, { version: 1, modified_date: "2025-01-01T00:00:00.000Z", policy: { phases: {} } }]]));
  }
}

const INDEX: Readonly<Partial<Record<string, Route>>> = {
  HEAD: { needs: "token", answer: () => ok({}) },
  GET: { needs: "token", answer: ({ path }) => ok(Object.fromEntries([[path[0]!, { aliases: {}, mappings: {}, settings: {} }]])) },
  PUT: { needs: "body", answer: ({ path }) => ok({ acknowledged: true, shards_acknowledged: true, index: path[0] }) },
};

const unknown: Route = {
  needs: "nothing",
  answer: ({ path }) => elasticError(404, "resource_not_found_exception", `There is no /${path.join("/")} here. Lines are sent to /_bulk, /services/collector, /v1/logs or /ingest.`),
};
