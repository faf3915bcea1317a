// IBM QRadar's Log Event Extended Format, 1.0 and 2.0: `LEEF:2.0|vendor|product|version|event id|delimiter|name=value…`.
import { put, type Draft } from "../core/index.ts";
import type { Parsed } from "./parser.ts";

const HEADER = ["device_vendor", "device_product", "device_version", "event_id"] as const;
const NAMES_LIMIT = 2000;

/** Parses a LEEF event, from `LEEF:` on. Version 2.0 names the sign between attributes; it is the tab where none is named. */
export function parseLeef(line: string): Parsed {
  const start = line.indexOf("LEEF:");
  if (start < 0) return { ok: false, reason: "no LEEF: in it", at: 0 };
  let at = line.indexOf("|", start);
  if (at < 0) return { ok: false, reason: "LEEF header ends early", at: line.length };
  const version = line.slice(start + 5, at).trim();
  const fields: Draft = { leef_version: version };
  for (const name of HEADER) {
    const end = line.indexOf("|", at + 1);
    if (end < 0) return { ok: false, reason: `LEEF header ends before ${name}`, at: line.length };
    fields[name] = line.slice(at + 1, end);
    at = end;
  }
  let delimiter = "\t";
  const bar = version.startsWith("2") ? line.indexOf("|", at + 1) : -1;
  const named = bar < 0 ? undefined : delimiterOf(line.slice(at + 1, bar));
  if (named !== undefined) {
    delimiter = named;
    at = bar;
  }
  readAttributes(line, at + 1, delimiter, fields);
  return { ok: true, fields };
}

// One sign, or its number: `^`, `x09`, `0x5E`. Anything else is the first attribute: some leave the delimiter out.
function delimiterOf(written: string): string | undefined {
  if (written === "") return "\t";
  if ([...written].length === 1) return written;
  const number = /^(?:0?x)([\dA-Fa-f]{1,4})$/.exec(written);
  return number === null ? undefined : String.fromCharCode(Number.parseInt(number[1]!, 16));
}

function readAttributes(line: string, from: number, delimiter: string, fields: Draft): void {
  let at = from;
  for (let names = 0; at < line.length && names < NAMES_LIMIT; names += 1) {
    const end = line.indexOf(delimiter, at);
    const stop = end < 0 ? line.length : end;
    const equals = line.indexOf("=", at);
    const name = line.slice(at, equals).trim();
    // Of equal names the first counts: a text of somebody else's making stands behind.
    if (equals > at && equals < stop && !Object.hasOwn(fields, name)) put(fields, name, line.slice(equals + 1, stop).trim());
    // A part without = belongs to a value that holds the delimiter; nobody can tell to which, so it stays in the line.
    if (equals < 0) break;
    at = stop + delimiter.length;
  }
}
