// Extensible Markup Language 1.0: the little of it that machine-written logs use. No function looks at a character twice.

/** Behind the name that begins at `at`. */
export function nameEnd(text: string, at: number): number {
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    // Space and control characters, then " ' / < = > which no name holds.
    if (char <= 32 || char === 34 || char === 39 || char === 47 || (char >= 60 && char <= 62)) return at;
  }
  return at;
}

export function skipSpace(text: string, at: number): number {
  while (text.charCodeAt(at) <= 32) at++;
  return at;
}

/** A name without its namespace prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** The attribute that begins at `at`, or why there is none. */
export function readAttribute(text: string, at: number): { readonly name: string; readonly value: string; readonly end: number } | string {
  const end = nameEnd(text, at);
  if (end === at) return "tag is not closed";
  const equals = skipSpace(text, end);
  const begin = skipSpace(text, equals + 1);
  const quote = text[begin];
  if (text[equals] !== "=" || (quote !== '"' && quote !== "'")) return "attribute without value";
  const close = text.indexOf(quote, begin + 1);
  if (close < 0) return "attribute is not closed";
  return { name: text.slice(at, end), value: decodeXml(text.slice(begin + 1, close)), end: close + 1 };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text with its character references and the five predefined entities replaced; any other stays as it is written. */
export function decodeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|([a-z]{2,4}));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
