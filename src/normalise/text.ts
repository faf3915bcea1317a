// Lines of text: audit records, syslog, access logs, and what else shows by its form.
import type { Draft, Event, Provenance } from "../core/index.ts";
import { parseAccessLog, parseAuditd, parseSyslog, parseWindowsXml, type SyslogLine } from "../parsers/index.ts";
import { applicationEvent } from "./application-logs.ts";
import { createAuditJoiner } from "./auditd.ts";
import { addPriority, deviceOf, deviceTime } from "./devices.ts";
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
      if (!line.includes("audit(")) return further(lineEvents(line, source, hint), hint);
      const carrier = auditCarrier(line, hint);
      const parsed = carrier === undefined ? undefined : parseAuditd(carrier.message);
      return parsed?.ok ? audit.push(parsed, line, source, carrier?.host) : further(lineEvents(line, source, hint), hint);
    },
    flush: () => audit.flush(),
  };
}

const AUDIT_PROGRAMS = new Set(["audispd", "audisp-syslog", "auditd", "audit", "kernel", "augenrules"]);

// An audit record begins its line or is the message of a program that passes such on; elsewhere it is what somebody typed.
function auditCarrier(line: string, hint: Hint): { readonly message: string; readonly host: string | undefined } | undefined {
  if (line.startsWith("type=") || line.startsWith("node=") || line.startsWith("audit: ")) return { message: line, host: undefined };
  const parsed = parseSyslog(line, hint.latestMs);
  return parsed.ok && AUDIT_PROGRAMS.has(parsed.program) ? parsed : undefined;
}

/** The events of one line that stands alone, as in an envelope; they are not read further. */
export function readLine(line: string, source: Provenance, hint: Hint): Event[] {
  const normaliser = createTextNormaliser();
  return [...normaliser.push(line, source, { ...hint, read: undefined }), ...normaliser.flush()];
}

/** The events, read further where a technology declares how. */
export function further(events: Event[], { read, latestMs }: Hint): Event[] {
  return read === undefined ? events : events.flatMap((event) => read(event, latestMs));
}

function lineEvents(line: string, source: Provenance, hint: Hint): Event[] {
  if (line.startsWith("<Event")) {
    const xml = parseWindowsXml(line);
    if (xml.ok) return recognise({ ...xml.fields }, undefined, source, hint, readLine);
  }
  const record = jsonRecord(line);
  if (record !== undefined) return recognise(record, line, source, hint, readLine);
  const parsed = parseSyslog(line, hint.latestMs);
  if (parsed.ok) return carried(parsed, line, source, hint) ?? [syslogEvent(parsed, line, source, hint)];
  const known = accessEvent(line, line, source, hint) ?? deviceEvent(line, source) ?? applicationEvent(line, source, hint) ?? plain(line, source, hint);
  return [known];
}

const WEB_PROGRAMS = new Set(["nginx", "httpd", "apache", "apache2", "lighttpd", "caddy", "traefik", "ingress", "access_log", "access"]);

// What a program logs through syslog may have a form of its own: JSON (`@cee:` or bare) and access logs.
function carried({ program, message, host }: SyslogLine, line: string, source: Provenance, hint: Hint): Event[] | undefined {
  const brace = message.startsWith("@cee:") ? message.indexOf("{") : 0;
  const record = brace < 0 ? undefined : jsonRecord(message.slice(brace));
  if (record !== undefined) {
    const events = further(recognise(record, message.slice(brace), source, {}, readLine), hint);
    if (events.some((event) => event.product !== "")) return events.map((event) => ({ ...event, host: event.host ?? host }));
  }
  const access = WEB_PROGRAMS.has(program) ? accessEvent(message, line, source, { ...hint, product: program }) : undefined;
  return access === undefined ? undefined : [{ ...access, host: access.host ?? host }];
}

function accessEvent(message: string, line: string, source: Provenance, hint: Hint): Event | undefined {
  if (!message.includes('] "')) return undefined;
  const parsed = parseAccessLog(message);
  if (!parsed.ok) return undefined;
  const { fields } = parsed;
  // Both write the same format: only the file's name or the program tells them apart.
  const product = hint.product === "nginx" ? "nginx" : "apache";
  return makeEvent({ product, channel: "access", code: fields["cs-method"], time: fields["time"], host: fields["cs-host"], fields }, line, undefined, source);
}

function deviceEvent(line: string, source: Provenance): Event | undefined {
  const device = deviceOf("", line, line);
  if (device === undefined) return undefined;
  const fields: Draft = { ...device.fields, message: line };
  const header = line[0] === "<" ? PRIORITY.exec(line.slice(0, 16)) : null;
  if (header !== null) addPriority(fields, Number(header[1]));
  return makeEvent({ product: device.product, channel: device.channel, code: device.code, time: deviceTime(device), host: device.fields["devname"], fields }, line, undefined, source);
}

function plain(line: string, source: Provenance, hint: Hint): Event {
  const header = line[0] === "<" ? PRIORITY.exec(line.slice(0, 16)) : null;
  const fields: Draft = { message: header === null ? line : line.slice(header[0].length) };
  if (header !== null) addPriority(fields, Number(header[1]));
  return makeEvent({ product: hint.product ?? "", channel: hint.product === undefined ? "" : hint.channel, code: undefined, time: undefined, host: undefined, fields }, line, undefined, source);
}

// Of a syslog header some appliances write the priority alone.
const PRIORITY = /^<(\d{1,3})> {0,8}/;

function jsonRecord(text: string): { [name: string]: never } | undefined {
  if (text[0] !== "{") return undefined;
  try {
    return JSON.parse(text) as { [name: string]: never };
  } catch {
    return undefined;
  }
}
