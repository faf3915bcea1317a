import { benchLines } from "./events-rows.ts";

/** Documents to send, each with a number of its own, so that what arrives twice and what does not arrive shows. */
export function documentsToSend(count: number): readonly string[] {
  const lines = benchLines(count);
  // The corpus is used again from its beginning, if it has fewer.
  return Array.from({ length: count }, (_, n) => `{"BenchNumber":${n},${lines[n % lines.length]!.slice(1)}`);
}
