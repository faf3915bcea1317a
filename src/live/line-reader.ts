import type { Event, Provenance } from "../core/index.ts";
import { createTextNormaliser, eventsFromJson, type Hint } from "../normalise/index.ts";

/** What a line gave: the events that it completes, maybe none yet; or why it cannot be read. */
export type Reading = { readonly events: readonly Event[]; readonly text: string } | { readonly reason: string; readonly text: string };

/** Reads the lines of one source, which must come in order: the records of an audit event stand apart. */
export class LineReader {
  readonly #text = createTextNormaliser();

  read(text: string, format: "json" | "text", source: Provenance, hint: Hint): Reading {
    if (format === "text") return { events: this.#text.push(text, source, hint), text };
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return { reason: `not JSON: ${withoutValue(error)}`, text };
    }
    return { events: eventsFromJson(value, text, source, hint), text };
  }

  /** The events that wait for further lines. */
  flush(): readonly Event[] {
    return this.#text.flush();
  }
}

// V8 quotes the text around the place; a reason with a part of the line in it would be a reason of its own for each line.
function withoutValue(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const quoted = message.search(/, ["'.]|"/);
  return (quoted < 0 ? message : message.slice(0, quoted)).replace(/ at position \d+.*$/s, "").replace(/^Unexpected token .*/s, "an unexpected character");
}
