import { checkCount } from "../lines.ts";
import { scanDocument, scanString, skipSpace } from "../scan-json.ts";
import { HEC } from "./codes.ts";

/** The events of a HEC body up to the first that is wrong: Splunk keeps those before it too. */
export type Events = {
  readonly lines: readonly Uint8Array[];
  /** What is wrong with the event whose number is `lines.length`. */
  readonly wrong: (typeof HEC)["badFormat" | "eventRequired" | "eventBlank"] | undefined;
};

const OPEN_OBJECT = 123;

/** Cuts JSON objects that follow each other, with or without space between. Each must have an `event` that is not empty. */
export function frameEvents(body: Uint8Array, maxLines: number): Events {
  const lines: Uint8Array[] = [];
  for (let at = skipSpace(body, 0); at < body.length; ) {
    if (body[at] !== OPEN_OBJECT) return { lines, wrong: HEC.badFormat };
    let colon = -1;
    const scanned = scanDocument(body, at, (start, end, where) => {
      if (isEvent(body, start, end)) colon = where;
    });
    if (!scanned.ok) return { lines, wrong: HEC.badFormat };
    const wrong = colon < 0 ? HEC.eventRequired : wrongValue(body, colon + 1);
    if (wrong !== undefined) return { lines, wrong };
    lines.push(body.subarray(at, scanned.end));
    checkCount(lines.length, maxLines);
    at = skipSpace(body, scanned.end);
  }
  return { lines, wrong: undefined };
}

const EVENT = new TextEncoder().encode('"event"');
const NULL = new TextEncoder().encode("null");
const QUOTE = 34;

const isEvent = (body: Uint8Array, start: number, end: number): boolean => end - start === EVENT.length && startsWith(body, start, EVENT);
const startsWith = (body: Uint8Array, at: number, bytes: Uint8Array): boolean => bytes.every((byte, i) => body[at + i] === byte);

function wrongValue(body: Uint8Array, after: number): Events["wrong"] {
  const at = skipSpace(body, after);
  if (startsWith(body, at, NULL)) return HEC.eventRequired;
  return body[at] === QUOTE && scanString(body, at) === at + 2 ? HEC.eventBlank : undefined;
}
