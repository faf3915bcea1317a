import { decodeText } from "./decode.ts";
import { excerpt, type Found, type Framer, type Step, ZEROS } from "./frame.ts";

const EMPTY = Buffer.alloc(0);
const END = "</Event>";
// What may stand between events and means nothing: the XML declaration, the list that wraps events, and comments.
const WRAPPERS = /<\?xml[^>]*\?>|<\/?Events(?:\s[^>]*)?>|<!--[^]*?-->/g;

/** Cuts Windows event XML into its `<Event>` elements, wrapped in a list, one a line or simply one after another. */
export function frameXml(): Framer {
  let record = 1;
  const reject = (found: Found, bytes: Buffer, from: number, offset: number, reason: string) =>
    void found.rejected.push({ record: record++, offset: offset + from, reason, text: excerpt(bytes.subarray(from)) });

  function between(bytes: Buffer, from: number, to: number, offset: number, found: Found): void {
    if (to === from) return;
    const text = bytes.toString("utf8", from, to).replace(WRAPPERS, "").trim();
    if (/^[\0\s]+$/.test(text)) reject(found, EMPTY, from, offset, ZEROS);
    else if (text !== "") reject(found, bytes.subarray(0, to), from, offset, "text outside of an event");
  }

  return {
    leaveOut: () => record++,
    resync: (bytes) => findStart(bytes, 0),
    frame(bytes, offset, last, found): Step {
      let at = 0;
      for (;;) {
        const start = findStart(bytes, at);
        if (start < 0) {
          if (!last) return { done: at, next: "wait" };
          between(bytes, at, bytes.length, offset, found);
          return { done: bytes.length, next: "wait" };
        }
        const end = bytes.indexOf(END, start, "latin1");
        if (end < 0 && !last) return { done: at, next: "wait" };
        between(bytes, at, start, offset, found);
        // An event that is cut off must not swallow the next one.
        const next = findStart(bytes.subarray(0, end < 0 ? bytes.length : end), start + 1);
        if (next >= 0 || end < 0) {
          at = next < 0 ? bytes.length : next;
          reject(found, bytes.subarray(0, at), start, offset, "event is not closed");
          if (next < 0) return { done: at, next: "wait" };
        } else {
          at = end + END.length;
          found.lines.push({ text: decodeText(bytes, start, at), record: record++, offset: offset + start });
        }
      }
    },
  };
}

/** Where the next `<Event>` begins; `<EventID>` and the like begin the same way. */
function findStart(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf("<Event", from, "latin1"); at >= 0; at = bytes.indexOf("<Event", at + 1, "latin1")) {
    const after = bytes[at + 6];
    if (after === 0x3e || after === 0x20 || after === 0x0a || after === 0x0d || after === 0x09) return at;
  }
  return -1;
}
