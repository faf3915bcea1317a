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

/** The ways in which logs write an account: DOMAIN\name, name@domain, name. */
function namesOfAccount(account: string): readonly string[] {
  const behind = account.slice(account.lastIndexOf("\\") + 1);
  const [before = behind] = behind.split("@");
  return [...new Set([account, behind, before])].filter((name) => name !== "");
}

export const signIns = (account: string): string => `event.category: authentication and event.outcome: success and user.name: ${anyOf(namesOfAccount(account))}`;
export const ofAccount = (account: string): string => `event.category: authentication and user.name: ${anyOf(namesOfAccount(account))}`;

// Windows (4725, 4726), Entra's directory audit, Okta: event.code and event.action as the mappings write them.
const DISABLED = ["disabled-user-account", "deleted-user-account", "Disable account", "Delete user", "user.lifecycle.suspend", "user.lifecycle.deactivate", "user.lifecycle.delete.initiated"];
const ENABLED = ["enabled-user-account", "added-user-account", "Enable account", "user.lifecycle.unsuspend", "user.lifecycle.reactivate", "user.lifecycle.activate"];

export const disablings = (account: string): string => `user.target.name: ${anyOf(namesOfAccount(account))} and not event.outcome: failure and (event.code: (4725 or 4726) or event.action: ${anyOf(DISABLED)})`;
export const enablings = (account: string): string => `user.target.name: ${anyOf(namesOfAccount(account))} and not event.outcome: failure and (event.code: 4722 or event.action: ${anyOf(ENABLED)})`;

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
