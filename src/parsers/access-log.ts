// Access logs of Apache httpd and nginx: common and combined format, with a virtual host before or fields of its own behind.
// Read by hand from left to right: the request is the attacker's, and a regular expression for it can backtrack.
import type { Draft } from "../core/index.ts";
import type { Parsed, Parser } from "./parser.ts";

/** Parses one access-log line to W3C names (`cs-method`, `cs-uri-stem`, `sc-status`…), as rules for web servers ask for them. */
export const parseAccessLog: Parser = (line): Parsed => {
  const stamp = findTime(line);
  if (stamp === undefined) return { ok: false, reason: "no [dd/Mmm/yyyy:hh:mm:ss zone] before a quoted request", at: Math.max(line.indexOf(" ["), 0) };
  const { time, close } = stamp;
  const who = readWho(line.slice(0, stamp.open));
  if (who === undefined) return { ok: false, reason: "no client, identity and user before the time", at: 0 };
  const [request, afterRequest] = quoted(line, close + 2);
  const rest = line.slice(afterRequest).trimStart();
  const [status = "", size = ""] = rest.split(" ", 2);
  if (!/^\d{3}$/.test(status)) return { ok: false, reason: "no status behind the request", at: afterRequest };
  const fields: Draft = { "c-ip": who.client, time, ...requestFields(request), "sc-status": Number(status), "sc-bytes": size === "-" ? 0 : Number(size) || 0 };
  if (who.user !== "-") fields["cs-username"] = who.user;
  if (who.host !== undefined) fields["cs-host"] = who.host;
  if (who.port !== undefined) fields["s-port"] = who.port;
  addCombined(fields, line, line.indexOf('"', afterRequest));
  return { ok: true, fields };
};

/** The time, and where its brackets stand. The user before it is the client's to choose and may hold brackets and blanks, but no plain quote. */
function findTime(line: string): { readonly open: number; readonly close: number; readonly time: string } | undefined {
  for (let open = line.indexOf(" ["); open >= 0; open = line.indexOf(" [", open + 1)) {
    const close = open + 2 + TIME_LENGTH;
    const time = line.startsWith('] "', close) ? isoTime(line.slice(open + 2, close)) : undefined;
    if (time !== undefined) return { open, close, time };
  }
  return undefined;
}

const TIME_LENGTH = "01/Jan/2026:00:00:00 +0000".length;

/** `[host] client identity user`; a proxy may list several clients with commas between. All behind the identity is the user. */
function readWho(text: string): { readonly client: string; readonly host: string | undefined; readonly port: string | undefined; readonly user: string } | undefined {
  const words = text.split(" ");
  const [first = "", second = ""] = words;
  const port = /^[^:]+:(\d{1,5})$/.exec(first)?.[1];
  // Where four words stand, the third is the identity that nobody asks for: `host client - user`.
  const hasHost = words.length > 3 && !first.endsWith(",") && (isAddress(second.replace(/,$/, "")) || port !== undefined || (words.length === 4 && second !== "-" && words[2] === "-"));
  let at = hasHost ? 1 : 0;
  const client = words[at]?.replace(/,$/, "") ?? "";
  while (words[at]?.endsWith(",") === true) at++;
  if (words.length < at + 3) return undefined;
  return { client, host: hasHost ? first.replace(/:\d{1,5}$/, "") : undefined, port: hasHost ? port : undefined, user: words.slice(at + 2).join(" ") };
}

const isAddress = (word: string): boolean => /^[\da-fA-F.:]*[.:][\da-fA-F.:]*$/.test(word);

function requestFields(request: string): Draft {
  const first = request.indexOf(" ");
  if (first < 0) return request === "-" ? {} : { "cs-uri": request, "cs-uri-stem": request };
  const last = request.lastIndexOf(" ");
  const hasVersion = last > first && request.startsWith("HTTP/", last + 1);
  const uri = request.slice(first + 1, hasVersion ? last : undefined);
  const question = uri.indexOf("?");
  const fields: Draft = { "cs-method": request.slice(0, first), "cs-uri": uri, "cs-uri-stem": question < 0 ? uri : uri.slice(0, question) };
  if (question >= 0) fields["cs-uri-query"] = uri.slice(question + 1);
  if (hasVersion) fields["cs-version"] = request.slice(last + 1);
  return fields;
}

function addCombined(fields: Draft, line: string, at: number): void {
  if (at < 0) return;
  const [referer, end] = quoted(line, at);
  const next = line.indexOf('"', end);
  if (next < 0) return;
  if (referer !== "-") fields["cs-referer"] = referer;
  const [agent] = quoted(line, next);
  if (agent !== "-") fields["cs-user-agent"] = agent;
}

// From the opening quote at `from`; a backslash keeps the next character.
function quoted(line: string, from: number): [value: string, end: number] {
  let at = from + 1;
  let escaped = false;
  while (at < line.length && line[at] !== '"') {
    if (line[at] === "\\") {
      escaped = true;
      at += 1;
    }
    at += 1;
  }
  const value = line.slice(from + 1, at);
  return [escaped ? value.replaceAll('\\"', '"').replaceAll("\\\\", "\\") : value, at + 1];
}

const MONTHS: readonly string[] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function isoTime(text: string): string | undefined {
  const found = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})$/.exec(text);
  if (found === null) return undefined;
  const [, day, name, year, clock, zone] = found;
  const month = MONTHS.indexOf(name!);
  return month < 0 ? undefined : `${year}-${String(month + 1).padStart(2, "0")}-${day}T${clock}${zone}`;
}
