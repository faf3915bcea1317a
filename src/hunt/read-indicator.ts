// A value as people paste it: what kind of indicator it is, and how the store has it.
import type { IndicatorKind } from "../contract/search.ts";
import { parseNetwork } from "../events/filter/index.ts";


/** The value as the store is asked for it, or why it cannot be one of its kind. */
export type Indicator = { readonly kind: IndicatorKind; readonly value: string } | { readonly reason: string };

const MAX_CHARS = 4096;

/** Reads one value, of a kind that is told or guessed. Reports write `hxxp://evil[.]example` so that nobody clicks: that is undone. */
export function readIndicator(written: string, told: IndicatorKind | undefined): Indicator {
  const value = rearm(written.trim());
  if (value === "") return { reason: "is empty" };
  if (value.length > MAX_CHARS) return { reason: `has more than ${MAX_CHARS} characters` };
  const kind = told ?? guessKind(value);
  if (kind === undefined) return { reason: "may be of many kinds: say which" };
  return READERS[kind]?.(value, kind) ?? { kind, value };
}

const rearm = (text: string): string =>
  text.replace(/^hxxp/i, "http").replaceAll(/\[(\.|:|@|:\/\/)\]|\((\.)\)|\{(\.)\}/g, (_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? "").replaceAll(/\[(?:dot)\]|\((?:dot)\)/gi, ".").replaceAll(/\[at\]/gi, "@");

type Read = (value: string, kind: IndicatorKind) => Indicator;

const hash = (...digits: readonly number[]): Read => (value, kind) => {
  const hex = value.replaceAll(/[: ]/g, "");
  return /^[0-9a-f]+$/i.test(hex) && digits.includes(hex.length) ? { kind, value: hex } : { reason: `is no ${kind}: write ${digits.join(" or ")} hexadecimal digits` };
};

const READERS: Partial<Readonly<Record<IndicatorKind, Read>>> = {
  md5: hash(32),
  imphash: hash(32),
  ja3: hash(32),
  sha1: hash(40),
  sha256: hash(64),
  "x509-fingerprint": hash(40, 64),
  "x509-serial": (value, kind) => ({ kind, value: value.replaceAll(/[: ]/g, "") }),
  "file-size": (value, kind) => (/^\d{1,15}$/.test(value) ? { kind, value } : { reason: "is no size: write a number of bytes" }),
  "file-extension": (value, kind) => ({ kind, value: value.replace(/^\*?\./, "") }),
  ip: (value, kind) => (parseNetwork(value) === undefined ? { reason: "is no address: write 192.0.2.7, 192.0.2.0/24 or 2001:db8::1" } : { kind, value }),
  domain: (value, kind) => ({ kind, value: value.replace(/^\*?\./, "").replace(/\.$/, "") }),
  "email-message-id": (value, kind) => ({ kind, value: value.replace(/^<(.*)>$/, "$1") }),
};

// Endings of files that no top-level domain has.
const FILE_ENDINGS = new Set([
  "exe", "dll", "sys", "scr", "ps1", "psm1", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "hta", "lnk", "msi", "jar", "doc", "docx", "docm", "xls",
  "xlsx", "xlsm", "ppt", "pptx", "pdf", "rtf", "7z", "rar", "gz", "tar", "iso", "img", "vhd", "py", "elf", "php", "jsp", "aspx", "txt", "dat", "tmp", "bin",
]);

const GUESSES: readonly (readonly [IndicatorKind, (value: string) => boolean])[] = [
  ["md5", (value) => /^[0-9a-f]{32}$/i.test(value)],
  ["sha1", (value) => /^[0-9a-f]{40}$/i.test(value)],
  ["sha256", (value) => /^[0-9a-f]{64}$/i.test(value)],
  ["ip", (value) => parseNetwork(value) !== undefined],
  ["url", (value) => /^[a-z][a-z0-9+.-]*:\/\//i.test(value)],
  ["email-message-id", (value) => /^<[^<>\s]+@[^<>\s]+>$/.test(value)],
  ["email-from", (value) => /^[^@\s/\\]+@[^@\s/\\]+$/.test(value) && value.includes(".", value.indexOf("@"))],
  ["file-path", (value) => /^(?:[a-z]:\\|\\\\|\/)/i.test(value)],
  ["user-agent", (value) => /^[\w.-]+\/[\d.]+(?:\s|$)/.test(value)],
  ["x509-fingerprint", (value) => /^(?:[0-9a-f]{2}:){19}[0-9a-f]{2}$/i.test(value) || /^(?:[0-9a-f]{2}:){31}[0-9a-f]{2}$/i.test(value)],
  ["file-name", (value) => /^[^\s/\\:]+\.[a-z0-9]{2,4}$/i.test(value) && FILE_ENDINGS.has(value.slice(value.lastIndexOf(".") + 1).toLowerCase())],
  ["domain", (value) => /^\*?\.?(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}\.?$/i.test(value)],
];

const guessKind = (value: string): IndicatorKind | undefined => GUESSES.find(([, fits]) => fits(value))?.[0];
