import type { Event, Provenance } from "../../core/index.ts";
import type { Hint } from "../../normalise/index.ts";
import type { QuarantinedLine } from "../../events/index.ts";
import type { SourceRef } from "../../sources/index.ts";

/** What the live stream reads lines with. It comes after this folder on the way, so it is handed in. */
export type LineReading = {
  readonly decode: (line: Uint8Array) => string;
  /** Reads the lines of one source in order. */
  readonly newReader: () => { readonly read: (text: string, format: "json" | "text", at: Provenance, hint: Hint) => { readonly events: readonly Event[] } | { readonly reason: string } };
  readonly hintOf: (from: SourceRef) => Hint;
  readonly technologyOf: (event: Event) => object | undefined;
};

// As for lines that arrive: a sender's clock may run ahead by so much.
const AHEAD_MS = 86_400_000;

/** Those of a source's lines, given in order, that would be read now. */
export function readableOf(reading: LineReading, from: SourceRef, lines: readonly QuarantinedLine[]): ReadonlySet<QuarantinedLine> {
  const reader = reading.newReader();
  const hint = reading.hintOf(from);
  return new Set(
    lines.filter((line) => {
      const read = reader.read(reading.decode(line.raw), formatOf(line), { path: line.id, record: 1 }, { ...hint, latestMs: line.arrivedMs + AHEAD_MS });
      if ("reason" in read) return false;
      const own = read.events.filter(({ source }) => source.path === line.id);
      // A line that is a part of an event stands in it, whatever it is.
      return own.length === 0 || own.some((event) => reading.technologyOf(event) !== undefined);
    }),
  );
}

/** How a line came: one of JSON says so in why it is here, for the store has no column for it. */
export const formatOf = ({ reason }: Pick<QuarantinedLine, "reason">): "json" | "text" => (reason.startsWith("not JSON") || reason.endsWith("JSON document") ? "json" : "text");
