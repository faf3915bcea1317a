// Windows event schema, https://learn.microsoft.com/windows/win32/wes/eventschema-schema. Names as Sigma's taxonomy calls them.
import type { Value } from "../core/index.ts";
import type { Parsed, Parser } from "./parser.ts";
import { decodeXml, localName, nameEnd, readAttribute, skipSpace } from "./xml.ts";

/**
 * Parses one Windows event. It reads forward once: its time is linear in the text, whatever the text.
 *
 * `System` gives `EventID`, `Provider_Name`, `Execution_ProcessID` and so on; each `Data` its own name without spaces, unnamed ones
 * `Data`; each leaf of `UserData` its local name, and its attributes `Leaf_Attribute`. What comes several times is an array.
 * A `Channel` of the data is `Payload_Channel`.
 */
export const parseWindowsXml: Parser = (text): Parsed => {
  const reader = new Reader(text);
  const refusal = reader.read();
  return refusal === undefined ? { ok: true, fields: reader.fields } : { ok: false, ...refusal };
};

type Refusal = { readonly reason: string; readonly at: number };
type Mutable = { [name: string]: Value };

// No event is nested so deep; a hostile one must not make the stack of names grow without end.
const DEPTH_LIMIT = 64;
const [EXCLAMATION, SLASH, CLOSE, QUESTION] = [33, 47, 62, 63];

/** Holds the place in the text while one event is read. */
class Reader {
  private readonly text: string;
  private at = 0;
  readonly fields: Mutable = {};
  /** Names of `System` that data of the event has taken. */
  private taken: Set<string> | undefined;
  private readonly open: string[] = [];
  private ended = false;
  /** What the text of the element being read will be called, and that text; undefined if it can have none. */
  private field = "";
  private content: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  read(): Refusal | undefined {
    while (!this.ended) {
      const tag = this.text.indexOf("<", this.at);
      if (tag < 0) return { reason: this.open.length === 0 ? "no <Event> element" : `<${this.open.at(-1)}> is not closed`, at: this.text.length };
      if (this.content !== undefined && tag > this.at) this.content += decodeXml(this.text.slice(this.at, tag));
      if (this.plainData(tag)) continue;
      const reason = this.markup(tag);
      if (reason !== undefined) return { reason, at: tag };
    }
    return undefined;
  }

  /** `<Data Name="X">value</Data>`, which most of an event is made of, at one go. Anything else is left to `markup`. */
  private plainData(tag: number): boolean {
    const { text } = this;
    if (this.open.length !== 2 || !text.startsWith('<Data Name="', tag) || this.open[1] !== "EventData") return false;
    const quote = text.indexOf('"', tag + 12);
    if (quote <= tag + 12 || text.charCodeAt(quote + 1) !== CLOSE) return false;
    const end = text.indexOf("<", quote + 2);
    if (!text.startsWith("</Data>", end)) return false;
    this.add(fieldName(decodeXml(text.slice(tag + 12, quote))), decodeXml(text.slice(quote + 2, end)));
    this.at = end + 7;
    return true;
  }

  /** Takes what begins at `tag`, or gives why it cannot be. */
  private markup(tag: number): string | undefined {
    const { text } = this;
    const next = text.charCodeAt(tag + 1);
    if (next === SLASH) return this.closeTag(tag);
    if (next === QUESTION) return this.skip(tag + 2, "?>");
    if (next !== EXCLAMATION) return this.openTag(tag);
    if (text.startsWith("<!--", tag)) return this.skip(tag + 4, "-->");
    // Entities of a document type can blow a kilobyte up to a gigabyte.
    if (!text.startsWith("<![CDATA[", tag)) return "document types and entities are refused";
    const refusal = this.skip(tag + 9, "]]>");
    if (this.content !== undefined && refusal === undefined) this.content += text.slice(tag + 9, this.at - 3);
    return refusal;
  }

  private skip(from: number, mark: string): string | undefined {
    const end = this.text.indexOf(mark, from);
    this.at = end + mark.length;
    return end < 0 ? `no ${mark}` : undefined;
  }

  private openTag(tag: number): string | undefined {
    const { text, open } = this;
    let at = nameEnd(text, tag + 1);
    if (at === tag + 1) return "< without a name";
    const name = localName(text.slice(tag + 1, at));
    if (open.length === 0 && name !== "Event") return `<${name}> where <Event> should be`;
    if (open.length >= DEPTH_LIMIT) return "elements are nested too deep";
    this.field = name;
    for (at = skipSpace(text, at); !isTagEnd(text.charCodeAt(at)); at = skipSpace(text, at)) {
      const attribute = readAttribute(text, at);
      if (typeof attribute === "string") return attribute;
      if (open.length > 1) this.attribute(name, attribute.name, attribute.value);
      at = attribute.end;
    }
    if (text.charCodeAt(at) === CLOSE) {
      this.at = at + 1;
      open.push(name);
      this.content = open.length > 2 ? "" : undefined;
      return undefined;
    }
    if (text.charCodeAt(at + 1) !== CLOSE) return "tag is not closed";
    this.at = at + 2;
    this.content = undefined;
    if (open.length > 1 && name === "Data") this.keep(open[1]!, "");
    return open.length === 0 ? "event is empty" : undefined;
  }

  private attribute(element: string, name: string, value: string): void {
    const section = this.open[1]!;
    if (section === "RenderingInfo" || name === "xmlns" || name.startsWith("xmlns:")) return;
    if (section !== "System" && element === "Data" && name === "Name") {
      this.field = fieldName(value);
      return;
    }
    const field = `${element}_${localName(name)}`;
    if (section === "System") put(this.fields, RENAMED[field] ?? field, numeric(field, value));
    else this.add(field, value);
  }

  private closeTag(tag: number): string | undefined {
    const { text, open } = this;
    const end = text.indexOf(">", tag);
    if (end < 0) return "tag is not closed";
    const name = localName(text.slice(tag + 2, end).trimEnd());
    if (open.pop() !== name) return `</${name}> closes nothing`;
    if (this.content !== undefined) this.keep(open[1]!, this.content);
    this.content = undefined;
    this.at = end + 1;
    this.ended = open.length === 0;
    return undefined;
  }

  private keep(section: string, value: string): void {
    if (section !== "System") {
      if (section !== "RenderingInfo" || this.field === "Message") this.add(this.field, value);
    } else if (value !== "" || !WITH_ATTRIBUTES.has(this.field)) put(this.fields, this.field, numeric(this.field, value));
  }

  /** Adds a value of the event's data. It may not change which event this is. */
  private add(name: string, value: string): void {
    const { fields } = this;
    const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (before === undefined) return put(fields, name, value);
    if (name === "Channel") return this.add(PAYLOAD_CHANNEL, value);
    if (IDENTITY.has(name)) return;
    if (SYSTEM.has(name) && this.taken?.has(name) !== true) {
      this.taken = (this.taken ?? new Set()).add(name);
      put(fields, name, value);
    } else if (Array.isArray(before)) before.push(value);
    else put(fields, name, [before, value]);
  }
}

// Some names have spaces; Sigma's taxonomy writes them without. A nameless value is called by its element.
const fieldName = (name: string): string => (name.includes(" ") ? name.replaceAll(" ", "") : name) || "Data";

const isTagEnd = (char: number): boolean => char === CLOSE || char === SLASH;

/** Event 104 names in its data the log that was cleared: another Channel than the one the event stands in. */
const PAYLOAD_CHANNEL = "Payload_Channel";
const IDENTITY = new Set(["EventID", "Channel", "Computer", "Provider_Name", "Provider_Guid", "EventRecordID", "TimeCreated"]);
const SYSTEM = new Set(["Version", "Level", "Task", "Opcode", "Keywords", "EventID_Qualifiers", "Execution_ProcessID", "Execution_ThreadID", "Security_UserID", "Correlation_ActivityID", "Correlation_RelatedActivityID"]);
const NUMBERS = new Set(["EventID", "Version", "Level", "Task", "Opcode", "EventRecordID", "Execution_ProcessID", "Execution_ThreadID"]);
/** Elements of `System` that say all in their attributes: their empty text is no value. */
const WITH_ATTRIBUTES = new Set(["Provider", "TimeCreated", "Correlation", "Execution", "Security"]);
const RENAMED: Readonly<Record<string, string>> = { TimeCreated_SystemTime: "TimeCreated" };

function numeric(field: string, value: string): Value {
  return NUMBERS.has(field) && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

/** Sets a name that the log chose: `__proto__` must become a field like any other. */
function put(fields: Mutable, name: string, value: Value): void {
  if (name === "__proto__") Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
  else fields[name] = value;
}
