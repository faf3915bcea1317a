const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Lines at the beginning of a piece of a file. */
export type CutLines = {
  /** Views of the piece, without line ends; none is empty. */
  readonly lines: readonly Buffer[];
  /** Bytes of the piece that they and their line ends take. */
  readonly bytes: number;
  /** How many were longer than the limit; of those the beginning is here. */
  readonly cut: number;
};

/** The complete lines of a piece, at most `maxLines`. With `isLast`, what stands behind the last newline is a line too. */
export function cutLines(piece: Buffer, { maxLines, maxLineBytes, isLast }: { readonly maxLines: number; readonly maxLineBytes: number; readonly isLast: boolean }): CutLines {
  const lines: Buffer[] = [];
  let cut = 0;
  let at = 0;
  while (at < piece.length && lines.length < maxLines) {
    const lineFeed = piece.indexOf(LINE_FEED, at);
    if (lineFeed < 0 && !isLast) break;
    const next = lineFeed < 0 ? piece.length : lineFeed + 1;
    let end = lineFeed < 0 ? piece.length : lineFeed;
    if (piece[end - 1] === CARRIAGE_RETURN && end > at) end--;
    if (end - at > maxLineBytes) {
      end = at + maxLineBytes;
      cut++;
    }
    if (end > at) lines.push(piece.subarray(at, end));
    at = next;
  }
  return { lines, bytes: at, cut };
}
