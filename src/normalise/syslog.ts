// Syslog lines: which product wrote them, and what the commonest programs' messages say.
import type { Draft, Event, Provenance } from "../core/index.ts";
import type { SyslogLine } from "../parsers/index.ts";
import { addPriority, deviceOf, deviceTime } from "./devices.ts";
import { makeEvent } from "./make.ts";
import { addMessageFields } from "./programs.ts";
import type { Hint } from "./shape.ts";

// RFC 5424 table 1, as syslog.conf(5) spells them.
const FACILITIES: readonly string[] = ["kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp"];

/** An event of one syslog line. The channel is the program, the code the facility: the line's own, or that of the file it lies in. */
export function syslogEvent(parsed: SyslogLine, line: string, source: Provenance, hint: Hint): Event {
  const fields: Draft = { ...parsed.data, program: parsed.program, message: parsed.message };
  if (parsed.pid !== undefined) fields["pid"] = parsed.pid;
  if (parsed.priority !== undefined) addPriority(fields, parsed.priority);
  const facility = facilityOf(parsed.priority) ?? (hint.product === "linux" ? hint.channel : undefined) ?? "syslog";
  const device = deviceOf(parsed.program, parsed.message, line);
  if (device !== undefined) {
    const parts = { product: device.product, channel: device.channel, code: device.code, time: deviceTime(device) ?? parsed.time, host: parsed.host ?? device.fields["devname"], fields: { ...fields, ...device.fields } };
    return makeEvent(parts, line, undefined, source);
  }
  const channel = parsed.program.toLowerCase();
  // A program that we know says more than the label.
  const isKnown = addMessageFields(fields, channel, parsed.message) && channel !== "";
  return makeEvent({ product: isKnown ? "linux" : (hint.product ?? "linux"), channel, code: facility, time: parsed.time, host: parsed.host, fields }, line, undefined, source);
}

function facilityOf(priority: number | undefined): string | undefined {
  if (priority === undefined) return undefined;
  const number = Math.floor(priority / 8);
  return FACILITIES[number] ?? (number >= 16 && number <= 23 ? `local${number - 16}` : "syslog");
}
