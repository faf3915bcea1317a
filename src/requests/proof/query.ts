// Queries of proofs. Values come from people and from logs: each is quoted, so that none is read as a part of the query. Pure.
import { isIP } from "node:net";

/** A value as a whole. */
const quoted = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

const anyOf = (values: readonly string[]): string => `(${values.map(quoted).join(" or ")})`;

// What a host name may be made of can stand in a pattern as it is.
const PLAIN = /^[\w-]{1,63}$/;

/** Events of a host, by its short name or with a domain behind it. */
export function ofHost(host: string): string {
  const [short = host] = host.split(".");
  const names = short === host && PLAIN.test(host) ? `(${quoted(host)} or ${host}.*)` : anyOf([...new Set([host, short])]);
  return `host.name: ${names}`;
}

/** Events of an account of this name: where its domain is that of the account too, and where one side does not say which domain. Of another domain is another account. */
export type AccountQuery = { readonly sure: string; readonly unsure: string };

/** The condition on a pair of fields that says so; names of Windows and the Internet are written DOMAIN\name, name@domain, name. */
function ofAccount(account: string, [name, domain]: readonly [name: string, domain: string]): AccountQuery {
  const { bare, of } = partsOf(account);
  const isPlain = PLAIN_NAME.test(bare);
  const named = `${name}: ${quoted(bare)}`;
  if (of === undefined) {
    const withOne = isPlain ? ` or ${name}: (*\\\\${bare} or ${bare}@*)` : "";
    return { sure: `(${named} and not ${domain}: *)`, unsure: `((${named} and ${domain}: *)${withOne})` };
  }
  // CORP is what Windows calls corp.example; two that are written out have to be the same.
  const [short = of] = of.split(".");
  const domains = [...new Set([of, short])];
  const isOpen = short === of && isPlain && PLAIN.test(of);
  const inName = [...domains.flatMap((one) => [`${one}\\${bare}`, `${bare}@${one}`]).map(quoted), ...(isOpen ? [`${of}.*\\\\${bare}`, `${bare}@${of}.*`] : [])].join(" or ");
  const inField = [...domains.map(quoted), ...(isOpen ? [`${of}.*`] : [])].join(" or ");
  return { sure: `((${named} and ${domain}: (${inField})) or ${name}: (${inName}))`, unsure: `(${named} and not ${domain}: *)` };
}

const PLAIN_NAME = /^[\w.-]{1,100}$/;

function partsOf(account: string): { readonly bare: string; readonly of: string | undefined } {
  const slash = account.lastIndexOf("\\");
  const sign = account.lastIndexOf("@");
  if (slash >= 0) return { bare: account.slice(slash + 1), of: account.slice(0, slash) || undefined };
  return sign > 0 ? { bare: account.slice(0, sign), of: account.slice(sign + 1) || undefined } : { bare: account, of: undefined };
}

const both = (query: AccountQuery, and: string): AccountQuery => ({ sure: `${and} and ${query.sure}`, unsure: `${and} and ${query.unsure}` });
const USER = ["user.name", "user.domain"] as const;
const TARGET = ["user.target.name", "user.target.domain"] as const;

export const signIns = (account: string): AccountQuery => both(ofAccount(account, USER), "event.category: authentication and event.outcome: success");

/** All sign-ins of such a name, of whichever domain: their sources would show the account's too. */
export function authentications(account: string): string {
  const { sure, unsure } = ofAccount(account, USER);
  return `event.category: authentication and (${sure} or ${unsure})`;
}

// Windows (4725, 4726), Entra's directory audit, Okta: event.code and event.action as the mappings write them.
const DISABLED = ["disabled-user-account", "deleted-user-account", "Disable account", "Delete user", "user.lifecycle.suspend", "user.lifecycle.deactivate", "user.lifecycle.delete.initiated"];
const ENABLED = ["enabled-user-account", "added-user-account", "Enable account", "user.lifecycle.unsuspend", "user.lifecycle.reactivate", "user.lifecycle.activate"];

export const disablings = (account: string): AccountQuery => both(ofAccount(account, TARGET), `not event.outcome: failure and (event.code: (4725 or 4726) or event.action: ${anyOf(DISABLED)})`);
export const enablings = (account: string): AccountQuery => both(ofAccount(account, TARGET), `not event.outcome: failure and (event.code: 4722 or event.action: ${anyOf(ENABLED)})`);

const REFUSED = ["deny", "denied", "drop", "dropped", "block", "blocked", "reject", "rejected", "reset", "sinkhole"];
const refused = `(event.type: denied or event.action: ${anyOf(REFUSED)} or (event.category: network and event.outcome: failure))`;

const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i;
const HASHES: Readonly<Record<number, string>> = { 32: "md5", 40: "sha1", 64: "sha256" };

/** Events with an address, domain or hash; undefined if the value is none of these. */
export function withValue(value: string): string | undefined {
  if (isIP(value) !== 0) return `(destination.ip: ${quoted(value)} or source.ip: ${quoted(value)})`;
  const hash = /^[0-9a-f]+$/i.test(value) ? HASHES[value.length] : undefined;
  if (hash !== undefined) return `(process.hash.${hash}: ${value} or file.hash.${hash}: ${value})`;
  if (value.length > 253 || !DOMAIN.test(value)) return undefined;
  return `(${["destination.domain", "dns.question.name", "url.domain"].map((field) => `${field}: (${quoted(value)} or *.${value})`).join(" or ")})`;
}

export const refusedWith = (value: string): string => `${value} and ${refused}`;
export const allowedWith = (value: string): string => `${value} and not ${refused} and (event.type: allowed or event.category: network)`;
export const unrefusedWith = (value: string): string => `${value} and not ${refused}`;

/** Signs of a running process; that it ended is none. */
export const ofProcess = (name: string, host: string | null): string => `process.name: ${quoted(name)} and not event.type: end${host === null ? "" : ` and ${ofHost(host)}`}`;
export const processEvents = (host: string | null): string => `event.category: process${host === null ? "" : ` and ${ofHost(host)}`}`;

export const ofSource = (source: string): string => `vigie.source: ${quoted(source)}`;
