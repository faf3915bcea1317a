// Network devices and appliances by the marks in their messages.
import type { Draft, Value } from "../core/index.ts";
import { parsePairs } from "../parsers/index.ts";

export type Device = { readonly product: string; readonly channel: string; readonly code: string | undefined; readonly fields: { readonly [name: string]: Value } };

/**
 * The device that wrote a message, or undefined if its message has no mark. A mark counts only where the device writes it,
 * at the message's beginning: further behind it may be a name that an attacker chose to hide a login from its rules.
 */
export function deviceOf(program: string, message: string, line: string): Device | undefined {
  const whole = program.startsWith("%") ? `${program}: ${message}` : message;
  return cisco(whole, program === "") ?? fortinet(message) ?? huawei(line);
}

/** RFC 5424, section 6.2.1: priority = facility × 8 + severity. */
export function addPriority(fields: Draft, priority: number): void {
  fields["syslog_priority"] = priority;
  fields["syslog_facility"] = Math.floor(priority / 8);
  fields["syslog_severity"] = priority % 8;
}

/** The time that the device wrote into its message, with its zone if it wrote that (FortiOS since 6.2), or since 1970; undefined if there is none. */
export function deviceTime({ fields: { date, time, tz, eventtime } }: Device): string | undefined {
  if (typeof date !== "string" || typeof time !== "string") return typeof eventtime === "string" && /^\d{10,19}$/.test(eventtime) ? eventtime : undefined;
  return typeof tz === "string" && /^[+-]\d{2}:?\d{2}$/.test(tz) ? `${date}T${time}${tz}` : `${date}T${time}`;
}

// Cisco's system messages: %FACILITY-SEVERITY-MNEMONIC: (IOS, NX-OS), %ASA-6-302013: (ASA, FTD).
const CISCO = /%([A-Z][A-Z0-9_]{1,40}(?:-[A-Za-z][A-Za-z0-9_]{1,40}){0,2})-(\d)-([A-Z0-9_]{1,60})\b/;
// What Sigma calls a service is a group of Cisco's facilities; commands of operators are what accounting tells.
const CISCO_SERVICES: readonly (readonly [service: string, facilities: RegExp])[] = [
  ["aaa", /^(?:PARSER|AAA|AAAA|TAC|TPLUS|RADIUS|HA_EM|SEC_LOGIN|AUTHPRIV|VSHD|ACCOUNTING)/], ["bgp", /^(?:BGP|TCP|IP-TCP|ROUTING-BGP|IP)$/], ["ldp", /^(?:LDP|MPLS_LDP|MPLS|ROUTING-LDP|L2-LDP|IP-SOCKET)/],
];

// Before the mark may stand Cisco's own count and time: `3132779: Jul 14 2023 08:23:43.398 UTC: %…`.
const BEFORE = /^(?::? ?\d{0,12}:? ?)?(?:[*.]?(?:\d{4} )?[A-Z][a-z]{2} [\d :.]{6,24}(?: ?[A-Z]{2,5})?: )?$/;

// A message without program can be no Unix program's: there the mark may stand behind whatever header a relay wrote.
// What stands before it and behind its colon is for the mappings of Cisco's products.
function cisco(message: string, isNobodys: boolean): Device | undefined {
  const at = message.indexOf("%");
  if (at < 0 || at > 120 || !(isNobodys || BEFORE.test(message.slice(0, at)))) return undefined;
  const found = CISCO.exec(message.slice(at, at + 200));
  if (found?.index !== 0) return undefined;
  const [mark, facility, severity, mnemonic] = found;
  const named = CISCO_SERVICES.find(([, facilities]) => facilities.test(facility!));
  const behind = at + mark.length;
  const fields: Draft = { facility, severity: Number(severity), mnemonic, description: message.slice(behind).replace(/^ ?:/, "").trim() };
  if (at > 0) fields["preamble"] = message.slice(0, at);
  return { product: "cisco", channel: named?.[0] ?? "syslog", code: mnemonic, fields };
}

// FortiOS log reference: key=value pairs, of which logid, type and level are in every line.
function fortinet(message: string): Device | undefined {
  if (!/^(?:<\d{1,3}>)?(?:date|time|itime|logver|timestamp|eventtime|devname|devid|logid|vd)=/.test(message) || !message.includes("logid=") || !message.includes("type=") || !message.includes("level=")) return undefined;
  const header = /^<(\d{1,3})>/.exec(message);
  const parsed = parsePairs(header === null ? message : message.slice(header[0].length));
  if (!parsed.ok) return undefined;
  const fields: Draft = { ...parsed.fields };
  if (header !== null) addPriority(fields, Number(header[1]));
  const type = fields["type"];
  const subtype = fields["subtype"];
  return { product: "fortigate", channel: typeof type === "string" ? type : "", code: typeof subtype === "string" ? subtype : undefined, fields };
}

// Huawei VRP: %%01BGP/3/BGP_AUTH_FAILED(l): …
function huawei(message: string): Device | undefined {
  const found = /^(?:\S{1,64} {1,2}){0,5}%%\d{2}([A-Z0-9_]{1,30})\/(\d)\/([A-Z0-9_]{1,60})/.exec(message.slice(0, 400));
  return found === null ? undefined : { product: "huawei", channel: found[1]!.toLowerCase(), code: found[3], fields: { severity: Number(found[2]) } };
}
