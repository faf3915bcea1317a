// Parts of texts that many technologies write alike: paths, accounts, addresses with ports, names of certificates.

import { normalAddress } from "./address.ts";
import { splitDomain } from "./domain.ts";
import { splitUrl } from "./url.ts";

type Part = (text: string) => string | readonly string[] | undefined;

const textOf = (value: string | number | undefined): string | undefined => (value === undefined ? undefined : String(value));
const some = (text: string): string | undefined => (text === "" ? undefined : text);
const slash = (path: string): number => Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));

/** The part of a text by its name in the mapping language. */
export const PARTS: Readonly<Record<string, Part>> = {
  basename: (path) => some(path.slice(slash(path) + 1)),
  directory: (path) => (slash(path) < 0 ? undefined : some(path.slice(0, Math.max(slash(path), 1)))),
  extension,
  user: (account) => some(accountOf(account).user),
  domain: (account) => accountOf(account).domain,
  address: (text) => some(endpoint(text).address),
  "endpoint-address": (text) => normalAddress(text) ?? normalAddress(endpoint(text).address),
  port: (text) => endpoint(text).port,
  arguments: splitArguments,
  program: (commandLine) => splitArguments(commandLine)[0],
  mac,
  "dns-type": recordType,
  // Windows' DNS server writes a name with the lengths of its labels: (3)www(7)example(3)com(0).
  "dns-labels": (text) => some(text.replace(/\(\d{1,2}\)/g, ".").replace(/^\.|\.$/g, "")),
  hex: (text) => some(text.replaceAll(":", "").toUpperCase()),
  "host-name": (text) => (normalAddress(text) === undefined ? some(text) : undefined),
  "url-domain": (text) => textOf(splitUrl(text).domain),
  "url-path": (text) => textOf(splitUrl(text).path),
  "url-query": (text) => textOf(splitUrl(text).query),
  "registered-domain": (name) => splitDomain(name)?.registered,
  "top-level-domain": (name) => splitDomain(name)?.top,
  subdomain: (name) => splitDomain(name)?.subdomain,
  "plain-address": (text) => normalAddress(text),
  md5: hashOf(32),
  sha1: hashOf(40),
  sha256: hashOf(64),
  filetime,
  "attack-technique": (text) => /(?<![A-Za-z\d])T\d{4}(?:\.\d{3})?(?![A-Za-z\d])/i.exec(text)?.[0].toUpperCase(),
  "attack-subtechnique": (text) => /(?<![A-Za-z\d])T\d{4}\.\d{3}(?![A-Za-z\d])/i.exec(text)?.[0].toUpperCase(),
  seconds,
  base64: decoded,
  percent: unescaped,
  number: (text) => (/^(?:\d{1,15}|0x[\da-fA-F]{1,13})$/.test(text) ? String(Number(text)) : undefined),
  digits: (text) => some(text.replace(/\D+/g, "")),
  hive: (key) => HIVES[words(key, "\\")[0]?.toUpperCase() ?? ""],
  "registry-key": (key) => (key.includes("\\") ? some(key.slice(key.indexOf("\\") + 1)) : undefined),
};

/** Windows' FILETIME, tenths of microseconds since 1601, as ISO 8601; another time stays as it is. */
function filetime(text: string): string {
  if (!/^1[0-9]{17}$/.test(text)) return text;
  return new Date(Number(text.slice(0, -4)) - 11_644_473_600_000).toISOString();
}

/** What is meant by a text in base64, plain or for addresses; undefined if it is none. Broken UTF-8 shows as such. */
function decoded(text: string): string | undefined {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(plain)) return undefined;
  try {
    return some(new TextDecoder().decode(Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0))));
  } catch {
    return undefined;
  }
}

/** The text with its `%3A` written out; one that is wrongly escaped stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const UNITS: Readonly<Record<string, number>> = { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** The seconds of a span of time: hours, minutes and seconds between colons, or numbers with units; a text of a number stays. */
function seconds(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const clock = /^(?:(\d{1,6}):)?(\d{1,6}):(\d{1,2}(?:\.\d{1,9})?)$/.exec(text);
  if (clock !== null) return String(Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]));
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return text;
  if (!/^(?:\d{1,9}[ywdhms][ :]?)+$/.test(text)) return undefined;
  return String([...text.matchAll(/(\d+)([ywdhms])/g)].reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit!]!, 0));
}

/** The text, if it is a hash of so many hexadecimal digits: one field of a vendor holds now one kind, now another. */
function hashOf(digits: number): Part {
  return (text) => (text.length === digits && /^[\da-fA-F]+$/.test(text) ? text : undefined);
}

function extension(path: string): string | undefined {
  const name = path.slice(slash(path) + 1);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? undefined : some(name.slice(dot + 1));
}

/** `DOMAIN\user`, `user@domain`, or a user alone. */
function accountOf(account: string): { readonly user: string; readonly domain: string | undefined } {
  const back = account.indexOf("\\");
  if (back >= 0) return { user: account.slice(back + 1), domain: some(account.slice(0, back)) };
  const at = account.lastIndexOf("@");
  return at > 0 ? { user: account.slice(0, at), domain: some(account.slice(at + 1)) } : { user: account, domain: undefined };
}

/** `192.0.2.1:443`, `[2001:db8::1]:443`, `host:443`; what has no port is an address as a whole. */
function endpoint(text: string): { readonly address: string; readonly port: string | undefined } {
  const colon = text.lastIndexOf(":");
  const isV6Alone = colon >= 0 && text.indexOf(":") !== colon && !text.includes("]:");
  const port = colon < 0 || isV6Alone ? "" : text.slice(colon + 1);
  if (!/^\d{1,5}$/.test(port)) return { address: unbracketed(text), port: undefined };
  return { address: unbracketed(text.slice(0, colon)), port };
}

const unbracketed = (text: string): string => (text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text);

/** Words of a command line; quotes keep blanks together, and what is not closed reaches to the end. */
function splitArguments(commandLine: string): readonly string[] {
  const found: string[] = [];
  let word = "";
  let quote = "";
  for (const sign of commandLine) {
    if (quote !== "") {
      if (sign === quote) quote = "";
      word += sign === quote || quote === "" ? "" : sign;
    } else if (sign === '"') quote = sign;
    else if (sign !== " " && sign !== "\t") word += sign;
    else if (word !== "") {
      found.push(word);
      word = "";
    }
  }
  if (word !== "") found.push(word);
  return found;
}

// ECS writes RFC 7042: upper case, with hyphens.
function mac(text: string): string | undefined {
  const digits = text.replace(/[:.-]/g, "");
  return /^[\da-fA-F]{12}$/.test(digits) ? digits.toUpperCase().replace(/..(?=.)/g, "$&-") : undefined;
}

/** The type of the DNS record that holds an address. */
function recordType(text: string): string | undefined {
  const address = normalAddress(text);
  return address === undefined ? undefined : address.includes(":") ? "AAAA" : "A";
}

const HIVES: Readonly<Record<string, string>> = {
  HKLM: "HKLM", HKEY_LOCAL_MACHINE: "HKLM", HKU: "HKU", HKEY_USERS: "HKU", HKCU: "HKCU", HKEY_CURRENT_USER: "HKCU", HKCR: "HKCR", HKEY_CLASSES_ROOT: "HKCR", HKCC: "HKCC", HKEY_CURRENT_CONFIG: "HKCC",
};

const words = (text: string, separator: string): readonly string[] => text.split(separator, 2);

/** The value of `KEY=value` in a list that commas, semicolons or blanks separate; as Sysmon writes hashes. */
export function valueOfKey(text: string, key: string): string | undefined {
  const mark = `${key}=`;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (at > 0 && !", ;".includes(text[at - 1]!)) continue;
    let end = at + mark.length;
    while (end < text.length && !",; ".includes(text[end]!)) end += 1;
    return some(text.slice(at + mark.length, end));
  }
  return undefined;
}

/** The values of one attribute of a distinguished name, RFC 4514: `CN=a,O=b\, Inc.,C=FR`; also with `/` between. */
export function attributeOfName(name: string, attribute: string): readonly string[] | undefined {
  const values: string[] = [];
  const separator = name.startsWith("/") ? "/" : ",";
  let part = "";
  const take = (): void => {
    const equals = part.indexOf("=");
    if (part.slice(0, equals).trim().toUpperCase() === attribute) values.push(part.slice(equals + 1).trim());
    part = "";
  };
  for (let i = 0; i < name.length; i += 1) {
    if (name[i] === "\\" && i + 1 < name.length) {
      i += 1;
      part += name[i]!;
    } else if (name[i] === separator) take();
    else part += name[i]!;
  }
  take();
  return values.length === 0 ? undefined : values;
}
