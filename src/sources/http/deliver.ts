import type { Arrival } from "../arrival.ts";
import { LOST } from "../syslog/listener.ts";
import type { Call } from "./dialect.ts";
import type { HttpReceiver } from "./options.ts";

/**
 * Hands lines over to the intake. A line that is longer than allowed is cut, which makes text of a JSON document, and
 * counted once what is left of it is durable.
 */
export function deliverTo({ name, maxLineBytes }: { readonly name: string; readonly maxLineBytes: number }, { intake, lost }: HttpReceiver, sender: Pick<Arrival, "from" | "transport" | "peer">): Call["deliver"] {
  const isLong = (line: Uint8Array): boolean => line.length > maxLineBytes;
  const cut = (line: Uint8Array): Uint8Array => line.subarray(0, maxLineBytes);
  return async (lines) => {
    const long = [...lines.json.filter(isLong), ...lines.text.filter(isLong)];
    const json = long.length === 0 ? lines.json : lines.json.filter((line) => !isLong(line));
    const text = long.length === 0 ? lines.text : [...lines.text.filter((line) => !isLong(line)), ...long.map(cut)];
    const shared = { ...sender, collector: name, arrivedMs: Date.now() };
    const parts: Arrival[] = [{ ...shared, format: "json", lines: json }, { ...shared, format: "text", lines: text }];
    // Both in one turn of the event loop, so that they share what the disk costs.
    await Promise.all(parts.filter((part) => part.lines.length > 0).map((part) => intake.take(part)));
    if (long.length > 0) lost({ collector: name, reason: LOST.cut, lines: long.length });
  };
}
