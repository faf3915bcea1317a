// The ECS 9 fields that rules, hunts and the PDIS indicator list ask for most. They are stored as columns; every other
// field of an event is read from its raw line again. Adding a row here adds a column to the event store.

/** `list`: ECS allows several values and events have them; all others are kept as one. */
export type HotField = { readonly name: string; readonly type: "keyword" | "ip" | "long"; readonly list?: true };

const keyword = (...names: string[]): HotField[] => names.map((name) => ({ name, type: "keyword" }));
const keywords = (...names: string[]): HotField[] => names.map((name) => ({ name, type: "keyword", list: true }));
const ip = (...names: string[]): HotField[] => names.map((name) => ({ name, type: "ip" }));
const long = (...names: string[]): HotField[] => names.map((name) => ({ name, type: "long" }));

/** In the order of the columns. The event time is not among them: every event has a column of its own for it. */
export const HOT_FIELDS: readonly HotField[] = [
  ...keyword("event.kind", "event.code", "event.action", "event.outcome", "event.provider", "event.id", "event.reason"),
  ...keywords("event.category", "event.type"),
  ...long("event.severity"),
  ...keyword("log.level", "log.logger", "message"),
  ...keyword("host.name", "host.id"),
  ...ip("host.ip"),
  ...keyword("observer.name", "observer.ingress.interface.name", "observer.egress.interface.name"),
  ...keyword("user.name", "user.domain", "user.id", "user.email", "user.effective.name", "user.target.name", "user.target.domain", "group.name"),
  ...keyword("winlog.logon.type", "winlog.logon.id"),
  ...ip("source.ip", "source.nat.ip"),
  ...long("source.port", "source.bytes"),
  ...keyword("source.domain", "source.mac"),
  ...ip("destination.ip", "destination.nat.ip"),
  ...long("destination.port", "destination.bytes"),
  ...keyword("destination.domain"),
  ...keyword("network.protocol", "network.transport", "network.direction", "network.application"),
  ...keyword("process.name", "process.executable", "process.command_line", "process.entity_id", "process.working_directory", "process.pe.original_file_name"),
  ...long("process.pid"),
  ...keyword("process.hash.md5", "process.hash.sha1", "process.hash.sha256", "process.pe.imphash"),
  ...keyword("process.parent.name", "process.parent.executable", "process.parent.command_line", "process.parent.entity_id"),
  ...long("process.parent.pid"),
  ...keyword("file.path", "file.name", "file.extension", "file.mime_type", "file.hash.md5", "file.hash.sha1", "file.hash.sha256"),
  ...long("file.size"),
  ...keyword("dll.path", "dll.name", "dll.hash.sha256"),
  ...keyword("registry.path", "registry.value", "registry.data.strings"),
  ...keyword("service.name", "service.type"),
  ...keyword("dns.question.name", "dns.question.type", "dns.response_code"),
  ...keywords("dns.resolved_ip"),
  ...keyword("url.original", "url.domain", "url.path", "url.query"),
  ...keyword("http.request.method", "http.request.referrer", "user_agent.original"),
  ...long("http.response.status_code"),
  ...keyword("tls.client.server_name", "tls.client.ja3", "tls.server.ja3s"),
  ...keyword("tls.server.x509.subject.common_name", "tls.server.x509.issuer.common_name", "tls.server.x509.serial_number", "tls.server.hash.sha1", "tls.server.hash.sha256"),
  ...keyword("email.subject", "email.message_id"),
  ...keywords("email.from.address", "email.to.address", "email.attachments.file.name"),
  ...keyword("cloud.provider", "cloud.account.id", "cloud.region", "cloud.instance.id"),
  ...keyword("container.id", "container.name", "orchestrator.namespace", "orchestrator.resource.name"),
  ...keyword("rule.name", "rule.id", "threat.technique.id", "error.code"),
  // What src/enrich adds: which assets it was about, where in the world, and what was watched for.
  ...keywords("host.asset.id", "source.asset.id", "destination.asset.id"),
  ...long("asset.criticality"),
  ...keyword("source.geo.country_iso_code", "destination.geo.country_iso_code"),
  ...keywords("threat.indicator.name"),
];

/** The value of each hot field of one event, at the field's place; undefined where it has none. Lists only for `list` fields. */
export type HotValues = (string | number | readonly string[] | undefined)[];
