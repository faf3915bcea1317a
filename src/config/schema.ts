// All settings, in one schema: `vigie start` checks the file with it, and docs/configuration.md is made from it.
import { z } from "zod";

const port = z.int().min(0).max(65_535).describe("0 lets the system choose; the log line of the start tells which");
const host = z.string().min(1);
const file = z.string().min(1);

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const name = z.string().regex(NAME, "use lower-case letters, digits and hyphens, as in paris-dc1");

const tls = z.strictObject({
  cert: file.describe("PEM file with the certificate chain"),
  key: file.describe("PEM file with the private key"),
  ca: file.optional().describe("PEM file with the authorities that client certificates must come from"),
  clientCertificates: z.enum(["off", "optional", "required"]).default("off"),
});

const listener = z.strictObject({
  name,
  protocol: z.enum(["syslog-udp", "syslog-tcp", "syslog-tls", "relp", "http"]).describe("`http` takes Elasticsearch bulk, Splunk HEC, OTLP and NDJSON on one port"),
  host: host.default("0.0.0.0").describe("address to listen on"),
  port,
  tls: tls.optional().describe("required for syslog-tls; makes relp and http encrypted"),
  maxLineBytes: z.int().min(1024).max(16_777_216).default(1_048_576).describe("a longer line is cut here and counted; nothing of it is lost in silence"),
});

const claim = z.strictObject({
  token: z.string().min(16).optional().describe("what an HTTP sender shows: HEC token, API key, bearer token or basic password"),
  addresses: z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])).default([]).describe("addresses or networks (CIDR) of syslog and RELP senders"),
  hostnames: z.array(z.string().min(1)).default([]).describe("host names in the syslog header, `*` for any characters; where a relay sends for many"),
  listeners: z.array(name).default([]).describe("only what came in through these; none means any"),
  certificates: z.array(z.string().min(1)).default([]).describe("common names of TLS client certificates"),
});

const source = z.strictObject({
  name,
  technology: z.string().optional().describe("folder name under content/technologies, or of your own technologies; what the lines say themselves goes before it, and a difference is reported"),
  timezone: z.string().default("UTC").refine(isTimeZone, "use an IANA name such as Europe/Paris").describe("zone of times that name none"),
  zone: z.string().min(1).max(120).optional().describe("network zone of the CMDB that its lines speak of: where ranges of several zones overlap, addresses are of this one"),
  claim: claim.prefault({}),
  tail: z.array(file).default([]).describe("files to follow, `*` in the last part for any characters; rotated files are read to their end"),
});

const tenant = z.strictObject({
  id: name,
  name: z.string().min(1).describe("as people call the organisation"),
  retentionDays: z.int().min(1).max(3660).default(183).describe("how long events stay searchable; PDIS asks for six months"),
  sources: z.array(source).default([]),
});

const api = z
  .strictObject({
    host: host.default("127.0.0.1"),
    port: port.default(8080),
    publicUrl: z
      .url({ protocol: /^https?$/ })
      .refine(isOrigin, "write scheme, host and port alone, as in https://vigie.example.org; http is for localhost only")
      .optional()
      .describe("as people's browsers reach it, such as `https://vigie.example.org`: passkeys and single sign-on are bound to it; none means `http://localhost` with the port"),
    internalIssuers: z.array(z.string().min(1).max(253)).default([]).describe("host names and addresses of identity providers inside your own network: all others must have a public address"),
  })
  .prefault({});

const mail = z
  .strictObject({
    host: host.describe("your mail server"),
    port: z.int().min(1).max(65_535).default(587),
    tls: z.enum(["implicit", "starttls", "off"]).default("starttls").describe("`off` only for a server on this machine"),
    user: z.string().min(1).optional().describe("the password stands in `VIGIE_SMTP_PASSWORD`"),
    from: z.string().min(3).max(320).describe("as in `SOC <soc@provider.example>`"),
  })
  .refine((server) => server.tls !== "off" || ["localhost", "127.0.0.1", "::1"].includes(server.host), "without TLS, anybody on the way reads it: `tls: off` is for a server on this machine");

const notify = z
  .strictObject({
    mail: mail.optional().describe("none: notifications by mail fail, and the register says so"),
    internalWebhooks: z.array(z.string().min(1).max(253)).default([]).describe("host names and addresses inside your own network that webhooks may go to: all others must have a public address"),
  })
  .prefault({});

const connectors = z
  .strictObject({
    internalHosts: z.array(z.string().min(1).max(253)).default([]).describe("host names and addresses of clients' systems (ITSM, CMDB) that are reached through your own network: all others must have a public address"),
    proxy: z.url({ protocol: /^https?$/ }).optional().describe("through which connectors go that say so"),
  })
  .prefault({});

export const Config = z.strictObject({
  api,
  notify,
  connectors,
  listeners: z.array(listener).default([]),
  tenants: z.array(tenant).default([]),
  technologies: z
    .array(file)
    .default([])
    .describe("folders of technologies of your own, each with one folder a technology as docs/mapping.md says; one of the same name stands in the place of a shipped one, and of several folders the last counts"),
  playbooks: file.optional().describe("folder of playbooks of your own, as docs/playbooks.md says; one of the same name stands in the place of a shipped one"),
  spool: z
    .strictObject({ quotaMb: z.int().min(16).default(10_240).describe("disk for lines that wait; when it is used up, senders are told to wait") })
    .prefault({}),
  workers: z.int().min(1).max(64).default(1).describe("processes that parse and detect; each tenant belongs to one of them"),
  postgres: z.strictObject({ url: z.url().optional().describe("a PostgreSQL 15 or newer of your own; none means the one that is included") }).prefault({}),
  clickhouse: z.strictObject({ url: z.url().optional().describe("a ClickHouse of your own; none means the one that is included") }).prefault({}),
  log: z.strictObject({ level: z.enum(["debug", "info", "warn", "error"]).default("info") }).prefault({}),
});

export type Config = z.infer<typeof Config>;
export type ListenerConfig = z.infer<typeof listener>;
export type TenantConfig = z.infer<typeof tenant>;
export type SourceConfig = z.infer<typeof source>;

// Browsers give passkeys to origins, and only to those that nobody can listen to on the way.
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && [url.origin, `${url.origin}/`].includes(text) && (url.protocol === "https:" || ["localhost", "127.0.0.1"].includes(url.hostname));
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
