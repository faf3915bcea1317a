// What type an ECS 9 field has, where it is not a keyword, and which fields are lists by ECS' word (`normalize: array`).
// Source: Elastic Common Schema 9, field reference. By last names, since ECS reuses its sets of fields in many places.

export type EcsType = "keyword" | "ip" | "long" | "float" | "boolean" | "date" | "geo_point" | "object";

const DATES = new Set(["@timestamp", "timestamp", "start", "end", "created", "ingested", "accessed", "ctime", "mtime", "not_after", "not_before", "installed", "creation_date", "delivery_timestamp", "origination_timestamp", "first_seen", "last_seen"]);
const LONGS = new Set(["bytes", "packets", "port", "pid", "pgid", "vpid", "args_count", "exit_code", "status_code", "size", "ttl", "duration", "sequence", "uptime", "line", "priority", "public_key_size", "public_key_exponent"]);
const LONG_PATHS = new Set(["event.severity", "as.number", "thread.id", "syslog.facility.code", "syslog.severity.code", "sections.entropy", "sections.physical_size", "sections.virtual_size"]);
const FLOATS = new Set(["risk_score", "risk_score_norm", "calculated_score", "calculated_score_norm", "static_score", "static_score_norm", "base", "environmental", "temporal"]);
const BOOLEANS = new Set(["established", "resumed", "interactive", "exists", "trusted", "valid", "coldstart", "removable", "writable", "privileged", "go_stripped"]);
const IPS = new Set(["ip", "resolved_ip", "forwarded_ip"]);

const OBJECTS = new Set(["dns.answers", "email.attachments", "network.inner", "log.syslog.structured_data", "process.elf.sections", "labels"]);

/** The type of an ECS field, or of one below a technology's own root, where the names are the vendor's. */
export function ecsType(name: string): EcsType {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const two = name.split(".").slice(-2).join(".");
  if (OBJECTS.has(name)) return "object";
  if (IPS.has(last)) return "ip";
  if (LONGS.has(last) || LONG_PATHS.has(two) || LONG_PATHS.has(name.split(".").slice(-3).join("."))) return "long";
  if (DATES.has(last)) return "date";
  if (BOOLEANS.has(last)) return "boolean";
  if (FLOATS.has(last)) return "float";
  return two === "geo.location" ? "geo_point" : "keyword";
}

const LISTS = new Set([
  "event.category", "event.type", "host.ip", "host.mac", "observer.ip", "observer.mac", "dns.answers", "dns.header_flags", "dns.resolved_ip", "process.args", "process.env_vars",
  "process.parent.args", "related.hash", "related.hosts", "related.ip", "related.user", "registry.data.strings", "file.attributes", "tags", "container.image.tag", "rule.author",
  "email.bcc.address", "email.cc.address", "email.from.address", "email.reply_to.address", "email.to.address", "email.attachments", "user.roles", "user.target.roles", "user.effective.roles",
  "threat.tactic.id", "threat.tactic.name", "threat.tactic.reference", "threat.technique.id", "threat.technique.name", "threat.technique.reference", "threat.technique.subtechnique.id", "threat.technique.subtechnique.name", "tls.client.supported_ciphers", "vulnerability.category",
]);
const X509_LISTS = /\.x509\.(?:alternative_names|(?:issuer|subject)\.(?:common_name|country|locality|organization|organizational_unit|state_or_province))$/;

/** Whether a value may stand twice in the field's list: arguments of a command are a sequence, other lists are sets. */
export const keepsRepeats = (name: string): boolean => name.endsWith(".args");

/** Whether ECS wants the field as a list even where it has one value only. */
export const isList = (name: string): boolean => LISTS.has(name) || X509_LISTS.test(name);
