// Lines of text: audit records, syslog, access logs, and what else shows by its form.
import type { Event, Provenance } from "../core/index.ts";
import { parseAccessLog, parseAuditd, parseSyslog } from "../parsers/index.ts";
import { applicationEvent } from "./application-logs.ts";
import { createAuditJoiner } from "./auditd.ts";
import { deviceOf } from "./devices.ts";
import { hintFromPath } from "./hint.ts";
import { makeEvent } from "./make.ts";
import { recognise } from "./recognise.ts";
import type { Hint } from "./shape.ts";
import { syslogEvent } from "./syslog.ts";

/** Reads the lines of one source in order. It keeps what is not complete, so `flush` must be called at the end. */
export type TextNormaliser = {
  /** The events that a line completes: one for most lines, none for a part of an audit event. */
  readonly push: (line: string, source: Provenance, hint?: Hint) => Event[];
  /** The events that no further line will complete. */
  readonly flush: () => Event[];
};

/** A normaliser for lines; one for each stream of lines, because the records of an audit event stand apart. */
export function createTextNormaliser(): TextNormaliser {
  const audit = createAuditJoiner();
  let path: string | undefined;
  let ofPath: Hint = {};
  return {
    push(line, source, given) {
      if (given === undefined && source.path !== path) {
        path = source.path;
        ofPath = hintFromPath(path);
      }
      const hint = given ?? ofPath;
      if (line.includes("audit(")) {
        const parsed = parseAuditd(line);
        if (parsed.ok) return audit.push(parsed, line, source, parsed.node === undefined ? hostOf(line, hint) : undefined);
      }
      return lineEvents(line, source, hint);
    },
    flush: () => audit.flush(),
  };
}

// Behind audispd's syslog plug-in the machine's name stands in the header.
function hostOf(line: string, hint: Hint): string | undefined {
  if (line.startsWith("type=") || line.startsWith("audit")) return undefined;
  const parsed = parseSyslog(line, hint.year);
  return parsed.ok ? parsed.host : undefined;
}

/** The events of one line that stands alone, as in an envelope. */
export function readLine(line: string, source: Provenance, hint: Hint): Event[] {
  const normaliser = createTextNormaliser();
  return [...normaliser.push(line, source, hint), ...normaliser.flush()];
}

function lineEvents(line: string, source: Provenance, hint: Hint): Event[] {
  const record = jsonRecord(line);
  if (record !== undefined) return recognise(record, line, source, hint, readLine);
  const access = accessEvent(line, line, source, hint);
  if (access !== undefined) return [access];
  const parsed = parseSyslog(line, hint.year);
  if (parsed.ok) return [...(carried(parsed.message, line, parsed.host, source, hint) ?? [syslogEvent(parsed, line, source, hint)])];
  const known = deviceEvent(line, source) ?? applicationEvent(line, source, hint) ?? plain(line, source, hint);
  return [known];
}

// What a program logs through syslog may have a form of its own: JSON (`@cee:` or bare) and access logs.
function carried(message: string, line: string, host: string | undefined, source: Provenance, hint: Hint): Event[] | undefined {
  const brace = message.startsWith("@cee:") ? message.indexOf("{") : 0;
  const record = brace < 0 ? undefined : jsonRecord(message.slice(brace));
  if (record !== undefined) {
    const events = recognise(record, message.slice(brace), source, {}, readLine);
    if (events.some((event) => event.product !== "")) return events.map((event) => ({ ...event, host: event.host ?? host }));
  }
  const access = accessEvent(message, line, source, hint);
  return access === undefined ? undefined : [{ ...access, host: access.host ?? host }];
}

function accessEvent(message: string, line: string, source: Provenance, hint: Hint): Event | undefined {
  if (!message.includes('] "')) return undefined;
  const parsed = parseAccessLog(message);
  if (!parsed.ok) return undefined;
  const { fields } = parsed;
  // Both write the same format: only the file's name or the program tells them apart.
  const product = hint.product === "nginx" || line.includes("nginx: ") ? "nginx" : "apache";
  return makeEvent({ product, channel: "access", code: fields["cs-method"], time: fields["time"], host: fields["cs-host"], fields }, line, undefined, source);
}

function deviceEvent(line: string, source: Provenance): Event | undefined {
  const device = deviceOf("", line, line);
  if (device === undefined) return undefined;
  const { date, time, devname } = device.fields;
  const at = typeof date === "string" && typeof time === "string" ? `${date}T${time}` : undefined;
  const fields = { ...device.fields, message: line };
  return makeEvent({ product: device.product, channel: device.channel, code: device.code, time: at, host: devname, fields }, line, undefined, source);
}

function plain(line: string, source: Provenance, hint: Hint): Event {
  return makeEvent({ product: hint.product ?? "", channel: hint.product === undefined ? "" : hint.channel, code: undefined, time: undefined, host: undefined, fields: { message: line } }, line, undefined, source);
}

function jsonRecord(text: string): { [name: string]: never } | undefined {
  if (text[0] !== "{") return undefined;
  try {
    return JSON.parse(text) as { [name: string]: never };
  } catch {
    return undefined;
  }
}
