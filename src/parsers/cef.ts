// ArcSight's Common Event Format, revision 25: `CEF:version|vendor|product|version|class id|name|severity|extension`.
import { put, type Draft } from "../core/index.ts";
import type { Parsed } from "./parser.ts";

const HEADER = ["device_vendor", "device_product", "device_version", "device_event_class_id", "name", "severity"] as const;
// Ten times what the longest event has; of a hostile one the rest is left unread.
const NAMES_LIMIT = 2000;

/**
 * Parses a CEF event, from `CEF:` on; what stands before is a header of the way here. Names are those of the dictionary
 * (`src`, `act`, `cs1`); a custom field is given under its label, too: `cs1Label=Policy cs1=web` gives `Policy`.
 */
export function parseCef(line: string): Parsed {
  const start = line.search(/CEF: ?\d/);
  if (start < 0) return { ok: false, reason: "no CEF: in it", at: 0 };
  let at = line.indexOf("|", start);
  if (at < 0) return { ok: false, reason: "CEF header ends early", at: line.length };
  const fields: Draft = { cef_version: line.slice(start + 4, at).trim() };
  for (const name of HEADER) {
    const end = barFrom(line, at + 1);
    // The severity may end the line: an extension is optional.
    if (end < 0 && name !== "severity") return { ok: false, reason: `CEF header ends before ${name}`, at: line.length };
    fields[name] = unescaped(line.slice(at + 1, end < 0 ? line.length : end));
    at = end < 0 ? line.length : end;
  }
  readExtension(line, at + 1, fields);
  addLabelled(fields);
  return { ok: true, fields };
}

// The next bar that no backslash stands before.
function barFrom(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === "\\") at += 1;
    else if (line[at] === "|") return at;
  }
  return -1;
}

// Values hold blanks, so a value ends where the next name begins: the word before the next = that is not escaped.
function readExtension(line: string, from: number, fields: Draft): void {
  let name: string | undefined;
  let valueAt = from;
  let names = 0;
  for (let at = from; at < line.length && names < NAMES_LIMIT; at += 1) {
    if (line[at] === "\\") {
      at += 1;
      continue;
    }
    if (line[at] !== "=") continue;
    const nameAt = nameBefore(line, valueAt, at);
    if (nameAt === undefined) continue;
    if (name !== undefined) add(fields, name, line.slice(valueAt, nameAt));
    name = line.slice(nameAt, at);
    names += 1;
    valueAt = at + 1;
  }
  if (name !== undefined) add(fields, name, line.slice(valueAt));
}

// What the extension says must not take the place of the header's own: `severity=1` is then `extension_severity`.
// Of equal names the first counts: a text of somebody else's making stands behind.
function add(fields: Draft, name: string, value: string): void {
  const own = HEADER.some((one) => one === name) ? `extension_${name}` : name;
  if (!Object.hasOwn(fields, own)) put(fields, own, unescaped(value.trim()));
}

const LONGEST_NAME = 128;

// Where the name begins that ends before `end`: at the beginning or behind a blank; undefined if no name stands there, as in a=b=c.
function nameBefore(line: string, from: number, end: number): number | undefined {
  let at = end;
  while (at > from && end - at < LONGEST_NAME && /[\w.\-[\]]/.test(line[at - 1]!)) at -= 1;
  if (at === end || (at > from && line[at - 1] !== " " && line[at - 1] !== "\t" && line[at - 1] !== "|")) return undefined;
  return at;
}

function unescaped(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replaceAll(/\\([\\|=nr])/g, (_, mark: string) => (mark === "n" ? "\n" : mark === "r" ? "\r" : mark));
}

// cs1Label names cs1; deviceCustomDate1Label, flexString1Label and c6a1Label likewise.
function addLabelled(fields: Draft): void {
  for (const name of Object.keys(fields)) {
    if (!name.endsWith("Label")) continue;
    const label = fields[name];
    const value = fields[name.slice(0, -5)];
    if (typeof label === "string" && label !== "" && value !== undefined && !Object.hasOwn(fields, label)) put(fields, label, value);
  }
}
