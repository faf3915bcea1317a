// Sources that somebody adds while the platform runs, and where lines may be sent to.
import { z } from "zod";
import { TimeZone } from "./setting-parts.ts";
import { Time } from "./shared.ts";

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const SourceName = z.string().regex(NAME, "use lower-case letters, digits and hyphens, as in paris-dc1");
const texts = (most: number) => z.array(z.string().trim().min(1).max(most)).max(200).default([]);

const Claim = z.strictObject({
  addresses: z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])).max(200).default([]).describe("addresses or networks (CIDR) of syslog and RELP senders"),
  hostnames: texts(253).describe("host names in the syslog header, `*` for any characters; where a relay sends for many"),
  listeners: texts(63).describe("only what came in through these; none means any"),
  certificates: texts(200).describe("common names of TLS client certificates"),
});

const given = {
  technology: z.string().min(1).max(200).nullable().default(null).describe("null: told by the lines themselves; GET /v1/technologies lists them"),
  timezone: TimeZone.default("UTC").describe("zone of times that name none"),
  zone: z.string().trim().min(1).max(120).nullable().default(null).describe("network zone of the CMDB that its lines speak of"),
  claim: Claim.prefault({}).describe("by what its lines are known, beside the token"),
};
export const AddSource = z.strictObject({ name: SourceName, ...given, token: z.boolean().default(true).describe("whether HTTP senders get a token") });
export const ChangeSource = z.strictObject(given);

export const AddedSource = z
  .object({
    tenant: z.string(), name: z.string(), technology: z.string().nullable(), timezone: z.string(), zone: z.string().nullable(),
    claim: z.object({ addresses: z.array(z.string()), hostnames: z.array(z.string()), listeners: z.array(z.string()), certificates: z.array(z.string()), hasToken: z.boolean() }),
    createdAt: Time, createdBy: z.string(), changedAt: Time,
  })
  .meta({ id: "AddedSource" });
export const SourceWithToken = z.object({ source: AddedSource, token: z.string().nullable().describe("shown this once; null: none was wanted") }).meta({ id: "SourceWithToken" });

const Protocol = z.enum(["syslog-udp", "syslog-tcp", "syslog-tls", "relp", "http"]);
export const ListenerList = z.object({
  host: z.string().describe("as browsers reach the platform; senders may reach it otherwise"),
  listeners: z.array(z.object({ name: z.string(), protocol: Protocol, port: z.int().nullable().describe("null: not known"), isEncrypted: z.boolean(), takesTokens: z.boolean().describe("false: senders are known by address, host name or certificate") })).describe("none: the configuration has to name one first"),
});

export const SetUpState = z.object({ needed: z.boolean().describe("true: nobody can sign in yet; POST /v1/set-up makes the first administrator") });
