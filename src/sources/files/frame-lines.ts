import { decodeLines } from "./decode.ts";
import { addText, type Framer } from "./frame.ts";

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

/** Cuts at newlines. The record is the number of the line; blank ones are counted but not given. `first` numbers the first line. */
export function frameLines(first = 1): Framer {
  let record = first;
  return {
    leaveOut: () => record++,
    resync: (bytes) => bytes.indexOf(NEWLINE) + 1 || -1,
    frame(bytes, offset, last, found) {
      const end = last ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
      if (end === 0) return { done: 0, next: "wait" };
      // The last newline ends a line, it does not begin one.
      const cut = bytes[end - 1] === NEWLINE ? end - 1 : end;
      const pieces = decodeLines(bytes.subarray(0, cut));
      const isNarrow = pieces.reduce((sum, { length }) => sum + length + 1, -1) === cut; // a character a byte
      let at = offset;
      for (const piece of pieces) {
        const text = piece.charCodeAt(piece.length - 1) === CARRIAGE_RETURN ? piece.slice(0, -1) : piece;
        if (text.charCodeAt(0) > SPACE || text.trim() !== "") addText(found, text, record, at);
        at += (isNarrow ? piece.length : Buffer.byteLength(piece)) + 1;
        record++;
      }
      return { done: end, next: "wait" };
    },
  };
}
