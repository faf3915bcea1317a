// Zeek in JSON. Its field names hold dots (`id.orig_h`); Corelight and others write `id_orig_h` instead.
// Names and their logs: Zeek documentation, "Log Files".
import type { Draft } from "../core/index.ts";
import { makeEvent } from "./make.ts";
import type { Shape } from "./shape.ts";
import { addUriParts } from "./uri.ts";

/** Zeek logs, by `_path`, or else by the fields that only one log has. */
export const zeekShape: Shape = ({ record, json, source, hint }) => {
  const named = path(record["_path"]) ?? (record["@proc"] === "zeek" ? path(record["@stream"]) : undefined);
  // A label alone may stand on an envelope, which others open.
  if (named === undefined && !isZeek(record) && !(hint.product === "zeek" && Object.hasOwn(record, "ts"))) return undefined;
  const channel = named ?? (guess(record) || (LOGS.has(hint.channel ?? "") ? hint.channel : ""));
  if (channel === "http") addUriParts(record, record["uri"]);
  const host = record["_system_name"] ?? record["@system"];
  // Zeek's `ts`; shippers that rename it to @timestamp mean the same.
  const time = record["ts"] ?? record["@timestamp"] ?? record["timestamp"];
  return [makeEvent({ product: "zeek", channel, code: undefined, time, host, fields: record }, undefined, json, source)];
};

const path = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function isZeek(record: Draft): boolean {
  if (!Object.hasOwn(record, "ts")) return false;
  return ["uid", "id.orig_h", "id_orig_h", "uids", "fuid"].some((name) => Object.hasOwn(record, name)) || guess(record) !== "";
}

// The first row all of whose names the record has; logs that hold another's names come before it.
const TELLING: readonly (readonly [log: string, ...names: string[]])[] = [
  ["dns", "trans_id", "rcode"], ["dns", "qtype_name"], ["dns", "query", "rejected"],
  ["sip", "call_id", "uri"], ["http", "trans_depth", "method"], ["http", "method", "host", "uri"], ["http", "trans_depth", "version"], ["conn", "conn_state"],
  ["smb_files", "action", "times.modified"], ["smb_files", "action", "path", "name"], ["smb_cmd", "command", "tree"],
  ["smb_mapping", "share_type"], ["dce_rpc", "endpoint", "operation"], ["kerberos", "request_type", "client"],
  ["kerberos", "request_type", "service"], ["rdp", "security_protocol"], ["rdp", "cookie", "result"], ["ntlm", "domainname", "username"],
  ["ssl", "established", "resumed"], ["ssl", "version", "cipher"], ["x509", "certificate.serial"], ["ssh", "auth_attempts"], ["ssh", "client", "server", "version"],
  ["files", "fuid", "seen_bytes"], ["files", "fuid", "source"], ["notice", "note", "actions"], ["intel", "seen.indicator"],
  ["ftp", "command", "reply_code"], ["smtp", "helo"], ["smtp", "mailfrom"], ["dhcp", "client_addr", "msg_types"], ["dhcp", "mac", "assigned_addr"],
  ["software", "software_type"], ["weird", "name", "notice"], ["tunnel", "tunnel_type"], ["snmp", "community"], ["socks", "bound_p"],
  ["radius", "result", "username"], ["rfb", "authentication_method"], ["irc", "command", "addl"], ["irc", "nick"], ["mysql", "cmd", "arg"], ["modbus", "func"],
  ["dnp3", "fc_request"], ["ntp", "stratum"], ["syslog", "facility", "severity", "message"], ["signatures", "sig_id"], ["pe", "compile_ts"],
  ["ocsp", "certStatus"], ["dpd", "analyzer", "failure_reason"], ["capture_loss", "percent_lost"], ["known_certs", "issuer_subject"],
  ["known_services", "port_proto"], ["traceroute", "proto", "src", "dst"], ["stats", "pkts_proc"],
];

// Logs too plain to be told by their fields: the file's name may say them.
const LOGS = new Set([...TELLING.map(([log]) => log), "known_hosts", "reporter", "loaded_scripts", "packet_filter", "broker", "cluster", "telemetry", "analyzer", "quic", "ldap", "postgresql"]);

function guess(record: Draft): string {
  for (const [log, ...names] of TELLING) if (names.every((name) => Object.hasOwn(record, name))) return log;
  return "";
}
