// What a person wrote in a mail, without what it quotes, and whether a person wrote it at all. Pure.

const LONGEST = 200_000;
const MOST_LINES = 5_000;

// Where mail programs put the mail that is answered.
const ORIGINAL = /^\s{0,10}(?:-{2,}\s{0,3}(?:original message|forwarded message|message d[’']origine|message original|message transféré|ursprüngliche nachricht)\b|_{10,}\s*$)/i;
const WROTE = /^(?:on|le|am|el|il)\b.{5,300}(?:wrote|a écrit|schrieb|escribió|ha scritto)\s{0,3}:\s*$/i;
const HEADER_FROM = /^\s{0,3}\*?(?:from|de|von)\s{0,3}:\*?\s/i;
const HEADER_SENT = /^\s{0,3}\*?(?:sent|date|envoyé|gesendet|datum|to|à|an|cc|subject|objet|betreff)\s{0,3}:\*?\s/i;
const SIGNATURE = /^--\s?$/;

/** The words of a reply: quoted lines, what stands below the mail that it answers, and the signature are cut. */
export function wordsOfReply(text: string): string {
  const lines = text.slice(0, LONGEST).replace(/\r\n?/g, "\n").split("\n", MOST_LINES);
  const end = lines.findIndex((line, i) => ORIGINAL.test(line) || SIGNATURE.test(line) || isWrote(lines, i) || (HEADER_FROM.test(line) && (HEADER_SENT.test(lines[i + 1] ?? "") || HEADER_SENT.test(lines[i + 2] ?? ""))));
  return (end === -1 ? lines : lines.slice(0, end)).filter((line) => !/^\s{0,3}>/.test(line)).join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

/** "On … wrote:", on one line or broken over three. */
const isWrote = (lines: readonly string[], i: number): boolean => [1, 2, 3].some((count) => WROTE.test(lines.slice(i, i + count).join(" ").slice(0, 400)) && /^(?:on|le|am|el|il)\b/i.test(lines[i] ?? ""));

// A line that says the state stands where people begin.
const FIRST_LINES = 15;

/** The state that a reply says, as "status: resolved" on a line of its own; only words that are states. */
export function stateOfReply(words: string, names: readonly string[], states: readonly string[]): string | undefined {
  for (const line of words.split("\n").slice(0, FIRST_LINES)) {
    const [name = "", said] = line.split(/[::]/, 2);
    if (said === undefined || !names.some((one) => one.toLowerCase() === name.trim().toLowerCase())) continue;
    const state = said.trim().toLowerCase().replace(/[.!]+$/, "");
    if (states.includes(state)) return state;
  }
  return undefined;
}

/** Headers that tell a mail of a machine, in lower case. */
export type Signs = { readonly autoSubmitted: string; readonly precedence: string; readonly suppress: string; readonly autoreply: string; readonly contentType: string; readonly returnPath: string | undefined; readonly from: string };

/** Who wrote it: a person, a machine that answers by itself (RFC 3834), or one that could not deliver (RFC 3464). */
export function writerOf({ autoSubmitted, precedence, suppress, autoreply, contentType, returnPath, from }: Signs): "person" | "machine" | "bounce" {
  const isReport = /multipart\/report/i.test(contentType) && /report-type="?delivery-status/i.test(contentType);
  if (isReport || /^(?:mailer-daemon|postmaster)@/i.test(from)) return "bounce";
  if ((autoSubmitted !== "" && !/^no\b/i.test(autoSubmitted)) || /^(?:bulk|junk|auto_reply|list)\b/i.test(precedence) || autoreply !== "" || returnPath === "<>" || /^(?:no-?reply|donotreply)@/i.test(from)) return "machine";
  return /\b(?:oof|autoreply|all)\b/i.test(suppress) && /^auto(?:matic)?[ -]?reply|^réponse automatique/i.test(suppress) ? "machine" : "person";
}
