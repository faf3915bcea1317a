// PostgreSQL holds no NUL in a text, and no half of a surrogate pair in jsonb; logs and rules may have both.

/** The text, with U+FFFD for what PostgreSQL cannot hold. */
export const storableText = (text: string): string => text.replaceAll("\0", "\ufffd").toWellFormed();

/** The value as JSON for a jsonb column, with U+FFFD for what PostgreSQL cannot hold, in names too. */
export const storableJson = (value: object): string =>
  // JSON.stringify escapes halves of pairs when they stand alone, and only then; each match is one whole escape.
  JSON.stringify(value).replace(/\\(?:u0000|ud[89a-f][\da-f]{2}|.)/g, (escape) => (escape === "\\u0000" || escape.startsWith("\\ud") ? "\\ufffd" : escape));
