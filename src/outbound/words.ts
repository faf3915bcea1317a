const LONGEST = 500;

/** What another system said, for people: one line, without markup and control characters, short. */
export function shortWords(text: string): string {
  // No more than could be shown is looked at.
  const line = text.slice(0, 20 * LONGEST).replace(/<(?:script|style)\b[^>]{0,200}>[^<]{0,10000}<\/(?:script|style)>/gi, " ").replace(/<[^<>]{0,1000}>/g, " ").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
