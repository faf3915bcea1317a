// Binary XML of Windows event logs: [MS-EVEN6] 2.2.12, and "Windows XML Event Log (EVTX) format" (libevtx).
import { readArray, readUtf16, readValue } from "./binxml-values.ts";

/** The parts of a template: constant text, and the places that values of a record fill. */
type Template = readonly (string | Place)[];
type Place = {
  readonly index: number;
  readonly inAttribute: boolean;
  /** Text around the value that goes with it: an attribute without value is left out, an element with an array is repeated. */
  before: string;
  after: string;
};

/** Templates of one chunk by where they begin in it. */
export type Templates = Map<number, Template>;

// No honest record comes near these; a hostile one would otherwise expand without end.
const DEPTH_LIMIT = 64;
const OUTPUT_LIMIT = 16 << 20;

/** The XML of the fragment in `[start, end)` of a chunk. Throws `RangeError` where it makes no sense. */
export function renderFragment(chunk: Buffer, start: number, end: number, templates: Templates): string {
  return new Renderer(chunk, templates).fragment(start, end, 0);
}

/** Holds the place in one chunk while one record is rendered. */
class Renderer {
  private readonly chunk: Buffer;
  private readonly templates: Templates;
  private at = 0;
  private written = 0;

  constructor(chunk: Buffer, templates: Templates) {
    this.chunk = chunk;
    this.templates = templates;
  }

  fragment(start: number, end: number, depth: number): string {
    if (depth > DEPTH_LIMIT) throw new RangeError("binary XML is nested too deep");
    this.at = start;
    if (this.chunk[this.at] === 0x0f) this.at += 4;
    if (this.chunk[this.at] === 0x0c) return this.templateInstance(depth);
    const parts = new Parts();
    this.compile(parts, end, depth, depth > 0);
    return parts.list.map((part) => (typeof part === "string" ? part : "")).join("");
  }

  private templateInstance(depth: number): string {
    const { chunk } = this;
    const definition = chunk.readUInt32LE(this.at + 6);
    this.at += 10;
    let template = this.templates.get(definition);
    // The first record that uses a template carries it, right here.
    const inline = definition === this.at;
    const size = inline || template === undefined ? chunk.readUInt32LE(definition + 20) : 0;
    if (template === undefined) {
      const resumeAt = this.at;
      const parts = new Parts();
      this.at = definition + 24;
      if (definition + 24 + size > chunk.length) throw new RangeError("template goes beyond its chunk");
      if (chunk[this.at] === 0x0f) this.at += 4;
      this.compile(parts, definition + 24 + size, depth + 1, false);
      template = parts.list;
      this.templates.set(definition, template);
      this.at = resumeAt;
    }
    if (inline) this.at += 24 + size;
    return this.fill(template, depth);
  }

  private fill(template: Template, depth: number): string {
    const { chunk } = this;
    const count = chunk.readUInt32LE(this.at);
    const table = this.at + 4;
    let value = table + 4 * count;
    if (value > chunk.length) throw new RangeError("more values than the chunk can hold");
    const starts: number[] = [];
    for (let i = 0; i < count; i++) {
      starts.push(value);
      value += chunk.readUInt16LE(table + 4 * i);
    }
    if (value > chunk.length) throw new RangeError("values go beyond their chunk");
    let out = "";
    for (const part of template) {
      if (typeof part === "string") out += part;
      else if (part.index < count) {
        const entry = table + 4 * part.index;
        out += this.place(part, chunk[entry + 2]!, starts[part.index]!, chunk.readUInt16LE(entry), depth);
      } else if (!part.inAttribute) out += part.before + part.after;
      if (this.written + out.length > OUTPUT_LIMIT) throw new RangeError("record expands to too much text");
    }
    this.written += out.length;
    this.at = value;
    return out;
  }

  private place({ before, after, inAttribute }: Place, type: number, start: number, size: number, depth: number): string {
    if (type === 0 || size === 0) return inAttribute ? "" : before + after;
    if (type === 0x21) return before + this.fragment(start, start + size, depth + 1) + after;
    if (type < 0x80) return before + escape(readValue(this.chunk, type, start, size)) + after;
    const values = readArray(this.chunk, type & 0x7f, start, size).map(escape);
    if (inAttribute || before === "") return before + values.join(", ") + after;
    return values.length === 0 ? before + after : values.map((value) => before + value + after).join("");
  }

  /** Takes tokens until `end` or the end mark. Elements directly inside a value have no dependency id. */
  private compile(parts: Parts, end: number, depth: number, inValue: boolean): void {
    while (this.at < end) {
      const token = this.chunk[this.at]! & 0x3f;
      if (token === 0x00) {
        this.at++;
        return;
      }
      if (!this.markup(parts, token, inValue) && !this.content(parts, token, depth)) {
        throw new RangeError(`unknown token 0x${this.chunk[this.at]!.toString(16)} at ${this.at}`);
      }
    }
  }

  /** Takes a token that begins or ends a tag or an attribute; false if it is none. */
  private markup(parts: Parts, token: number, inValue: boolean): boolean {
    const hasAttributes = (this.chunk[this.at]! & 0x40) !== 0;
    if (token < 0x01 || (token > 0x04 && token !== 0x06)) return false;
    this.at++;
    if (token === 0x01) {
      this.at += inValue ? 4 : 6;
      parts.openTag(this.name());
      if (hasAttributes) this.at += 4;
    } else if (token === 0x02) parts.endTag();
    else if (token === 0x03) parts.closeAtOnce();
    else if (token === 0x04) parts.close();
    else parts.beginAttribute(this.name());
    return true;
  }

  /** Takes a token that is text or stands for it; false if it is none. */
  private content(parts: Parts, token: number, depth: number): boolean {
    const { chunk } = this;
    const start = this.at++;
    switch (token) {
      case 0x05:
        if (chunk[this.at++] !== 0x01) throw new RangeError("constant value is no text");
        parts.text(escape(this.counted()));
        return true;
      case 0x07:
        parts.text(escape(this.counted()));
        return true;
      case 0x08:
        parts.text(`&#${chunk.readUInt16LE(this.at)};`);
        this.at += 2;
        return true;
      case 0x09:
        parts.text(`&${this.name()};`);
        return true;
      case 0x0a: // a processing instruction, which means nothing
        this.name();
        return true;
      case 0x0b:
        this.counted();
        return true;
      case 0x0c:
        this.at = start;
        parts.text(this.nested(depth));
        return true;
      case 0x0d:
      case 0x0e:
        parts.place(chunk.readUInt16LE(this.at));
        this.at += 3;
        return true;
      default:
        this.at = start;
        return false;
    }
  }

  private nested(depth: number): string {
    if (depth > DEPTH_LIMIT) throw new RangeError("binary XML is nested too deep");
    return this.templateInstance(depth + 1);
  }

  /** A text behind its length. */
  private counted(): string {
    const start = this.at + 2;
    this.at = start + 2 * this.chunk.readUInt16LE(this.at);
    return readUtf16(this.chunk, start, this.at);
  }

  /** A name is stored once a chunk, where it is first used; elsewhere only its place is given. */
  private name(): string {
    const place = this.chunk.readUInt32LE(this.at);
    this.at += 4;
    const length = this.chunk.readUInt16LE(place + 6);
    const end = place + 8 + 2 * length;
    if (place === this.at) this.at = end + 2;
    return readUtf16(this.chunk, place + 8, end).replace(/[^\w.:-]/g, "_");
  }
}

/** The parts of a template while it is taken apart. */
class Parts {
  readonly list: (string | Place)[] = [];
  private readonly open: string[] = [];
  private inAttribute = false;

  text(text: string): void {
    const last = this.list.length - 1;
    if (typeof this.list[last] === "string") this.list[last] += text;
    else this.list.push(text);
  }

  openTag(name: string): void {
    if (this.open.length >= DEPTH_LIMIT) throw new RangeError("elements are nested too deep");
    this.open.push(name);
    this.text(`<${name}`);
  }

  beginAttribute(name: string): void {
    this.endAttribute();
    this.inAttribute = true;
    this.text(` ${name}="`);
  }

  endTag(): void {
    this.endAttribute();
    this.text(">");
  }

  closeAtOnce(): void {
    this.endAttribute();
    this.open.pop();
    this.text("/>");
  }

  close(): void {
    const name = this.open.pop() ?? "";
    const place = this.list.at(-1);
    const text = this.list.at(-2);
    // An element that is one value and nothing else: an array repeats it.
    const begin = typeof text === "string" && text.endsWith(">") ? text.lastIndexOf("<") : -1;
    if (typeof place === "object" && typeof text === "string" && !place.inAttribute && begin >= 0 && text.startsWith(`<${name}`, begin)) this.wrap(place, text, begin, `</${name}>`);
    else this.text(`</${name}>`);
  }

  place(index: number): void {
    this.list.push({ index, inAttribute: this.inAttribute, before: "", after: "" });
  }

  private endAttribute(): void {
    if (!this.inAttribute) return;
    this.inAttribute = false;
    const place = this.list.at(-1);
    const text = this.list.at(-2);
    // An attribute that is one value and nothing else: without value it is left out.
    if (typeof place === "object" && typeof text === "string" && text.endsWith('="')) this.wrap(place, text, text.lastIndexOf(" "), '"');
    else this.text('"');
  }

  /** Gives the place the text before it from `begin` on, and what follows it. */
  private wrap(place: Place, text: string, begin: number, after: string): void {
    this.list[this.list.length - 2] = text.slice(0, begin);
    place.before = text.slice(begin);
    place.after = after;
  }
}

const SPECIAL = /[&<>"]/;

function escape(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
