// Where indicators show: each kind of ANSSI's PDIS list with the fields of ECS that hold it.
import type { IndicatorKind } from "../contract/search.ts";
import type { KeyShape } from "../events/filter/index.ts";

type Row = {
  /** Columns of the event store. */
  readonly fields: readonly string[];
  /** How a value of the column gives the key that is compared. */
  readonly key: KeyShape;
  /** The values are words of their own in any log: they are looked for in whole lines, too. */
  readonly inLines?: true;
};

const text = (...fields: string[]): Row => ({ fields, key: "text" });
const hash = (...fields: string[]): Row => ({ fields, key: "text", inLines: true });

/** For every kind, its columns. */
export const INDICATOR_FIELDS: Readonly<Record<IndicatorKind, Row>> = {
  md5: hash("process.hash.md5", "file.hash.md5"),
  sha1: hash("process.hash.sha1", "file.hash.sha1"),
  sha256: hash("process.hash.sha256", "file.hash.sha256", "dll.hash.sha256"),
  imphash: hash("process.pe.imphash"),
  "file-name": text("file.name", "process.name", "process.pe.original_file_name", "process.parent.name", "dll.name", "email.attachments.file.name"),
  "file-path": text("file.path", "process.executable", "process.parent.executable", "dll.path"),
  "file-size": { fields: ["file.size"], key: "number" },
  "file-extension": text("file.extension"),
  "file-type": text("file.mime_type"),
  ip: { fields: ["source.ip", "source.nat.ip", "destination.ip", "destination.nat.ip", "dns.resolved_ip"], key: "address" },
  domain: { fields: ["dns.question.name", "url.domain", "destination.domain", "source.domain", "tls.client.server_name"], key: "domain" },
  url: text("url.original"),
  "user-agent": text("user_agent.original"),
  "email-from": text("email.from.address", "user.email"),
  "email-to": text("email.to.address"),
  "email-subject": text("email.subject"),
  "email-attachment": text("email.attachments.file.name"),
  "email-message-id": text("email.message_id"),
  "x509-subject": text("tls.server.x509.subject.common_name"),
  "x509-issuer": text("tls.server.x509.issuer.common_name"),
  "x509-serial": text("tls.server.x509.serial_number"),
  "x509-fingerprint": hash("tls.server.hash.sha1", "tls.server.hash.sha256"),
  ja3: hash("tls.client.ja3", "tls.server.ja3s"),
};
