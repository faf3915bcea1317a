// Records as senders, relays and attackers spoil them. The same seed spoils them in the same way.

/** Numbers from 0 to 1, the same for the same seed: mulberry32 by Tommy Ettinger. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PIECES = [
  '"', "'", "\\", "=", "|", ",", ";", ":", " ", "  ", "\t", "\n", "\r", "\0", "\u001b[31m", "{", "}", "[", "]", "<", ">", "%", "%%", "-", "0", "-1", "1e309", "99999999999999999999", "NaN", "null", "true", "é", "\ud800", "\u202e", "\ufeff",
  "__proto__", "constructor", "__proto__=x", '"__proto__":{"a":1},', "CEF:0|", "LEEF:2.0|a|b|c|d|^|", "%ASA-6-302013: ", "<134>", "<999>", "type=SYSCALL msg=audit(1.2:3): ", "2026-02-30T25:61:61Z", "::ffff:192.0.2.1", "256.256.256.256", "http://[::1", "a".repeat(300),
] as const;

const MOST_CHARS = 4_000;

/** One of the records, spoilt in one to four ways; `others` are what parts of are put into it. */
export function mutated(record: string, others: readonly string[], random: () => number): string {
  let text = record;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) text = WAYS[Math.floor(random() * WAYS.length)]!(text, others, random);
  return text.length > MOST_CHARS ? text.slice(0, MOST_CHARS) : text;
}

type Way = (text: string, others: readonly string[], random: () => number) => string;

const placeIn = (text: string, random: () => number): number => Math.floor(random() * (text.length + 1));

const WAYS: readonly Way[] = [
  (text, _, random) => text.slice(0, placeIn(text, random)),
  (text, _, random) => text.slice(placeIn(text, random)),
  (text, _, random) => insert(text, placeIn(text, random), PIECES[Math.floor(random() * PIECES.length)]!),
  (text, _, random) => insert(text, placeIn(text, random), PIECES[Math.floor(random() * PIECES.length)]!.repeat(1 + Math.floor(random() * 50))),
  (text, _, random) => insert(text, placeIn(text, random), String.fromCharCode(Math.floor(random() * 0x10000))),
  // A part left out, a part doubled.
  (text, _, random) => cut(text, random, () => ""),
  (text, _, random) => cut(text, random, (part) => part + part),
  (text, _, random) => cut(text, random, (part) => [...part].toReversed().join("")),
  (text, _, random) => cut(text, random, (part) => part.toUpperCase()),
  // A digit becomes another, a separator too.
  (text, _, random) => text.replace(/\d/g, (digit) => (random() < 0.2 ? String(Math.floor(random() * 10)) : digit)),
  (text, _, random) => text.replace(/[ ,=|:;"]/g, (sign) => (random() < 0.1 ? ' ,=|:;"'[Math.floor(random() * 7)]! : sign)),
  // Two records in one, and one in the value of another.
  (text, others, random) => text + others[Math.floor(random() * others.length)]!,
  (text, others, random) => insert(text, placeIn(text, random), others[Math.floor(random() * others.length)]!.slice(0, 400)),
  (text, others, random) => text.slice(0, placeIn(text, random)) + others[Math.floor(random() * others.length)]!.slice(placeIn(text, random)),
];

const insert = (text: string, at: number, piece: string): string => text.slice(0, at) + piece + text.slice(at);

function cut(text: string, random: () => number, change: (part: string) => string): string {
  const from = placeIn(text, random);
  const to = Math.min(text.length, from + Math.floor(random() * 40));
  return text.slice(0, from) + change(text.slice(from, to)) + text.slice(to);
}
