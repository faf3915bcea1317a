import { type Arrival, IntakeFull } from "../arrival.ts";
import { LOST } from "../syslog/listener.ts";
import type { Call } from "./dialect.ts";
import type { HeldBytes } from "./held-bytes.ts";
import { LINE_COST_BYTES } from "./lines.ts";
import type { HttpReceiver } from "./options.ts";

type Port = { readonly name: string; readonly maxLineBytes: number; readonly held: HeldBytes };
type Sender = Pick<Arrival, "from" | "transport" | "peer">;

/**
 * Hands lines over to the intake. A line that is longer than allowed is cut, which makes text of a JSON document, and
 * counted once what is left of it is durable.
 */
export function deliverTo({ name, maxLineBytes, held }: Port, { intake, lost }: HttpReceiver, connection: object, sender: Sender): Call["deliver"] {
  const isLong = (line: Uint8Array): boolean => line.length > maxLineBytes;
  const cut = (line: Uint8Array): Uint8Array => line.subarray(0, maxLineBytes);
  const take = async (parts: readonly Arrival[], costBytes: number): Promise<void> => {
    if (!held.take(connection, costBytes)) throw new IntakeFull("Too many lines wait to be made durable.");
    try {
      // Both in one turn of the event loop, so that they share what the disk costs.
      await Promise.all(parts.map((part) => intake.take(part)));
    } finally {
      held.give(connection, costBytes);
    }
  };
  return async (lines, copiedBytes = 0) => {
    const long = [...lines.json.filter(isLong), ...lines.text.filter(isLong)];
    const json = long.length === 0 ? lines.json : lines.json.filter((line) => !isLong(line));
    const text = long.length === 0 ? lines.text : [...lines.text.filter((line) => !isLong(line)), ...long.map(cut)];
    const shared = { ...sender, collector: name, arrivedMs: Date.now() };
    const parts: Arrival[] = [{ ...shared, format: "json", lines: json }, { ...shared, format: "text", lines: text }];
    await take(parts.filter((part) => part.lines.length > 0), copiedBytes + (json.length + text.length) * LINE_COST_BYTES);
    if (long.length > 0) lost({ collector: name, reason: LOST.cut, lines: long.length });
  };
}
