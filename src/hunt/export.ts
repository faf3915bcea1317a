import type { ExportRequest } from "../contract/search.ts";
import { fieldOf, valuesOf } from "../events/filter/index.ts";
import { matches, startWalk, type Match } from "./candidates.ts";
import { cellOf, csvHeader, csvRow } from "./csv.ts";
import { foundEvent } from "./document.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { questionOf } from "./question.ts";

/** What an export takes at most: who reads it may stop at any time. */
const EXPORT_TIMEOUT_MS = 3_600_000;

const FIELDS = [
  "@timestamp", "vigie.source", "vigie.technology", "host.name", "event.code", "event.action", "event.outcome", "user.name", "source.ip", "destination.ip",
  "destination.port", "process.executable", "process.command_line", "file.path", "url.original", "message", "event.original",
] as const;

const PAGE = 1000;

/**
 * The events that a query means as text, newest first. The query is understood before the first piece is asked for, so
 * that a refusal can still be one. An export that a limit cut says so in its last line.
 */
export function exportEvents(hunting: Hunting, asking: Omit<Asking, "timeoutMs">, request: ExportRequest): AsyncGenerator<string> {
  const question = questionOf(hunting, { ...asking, timeoutMs: EXPORT_TIMEOUT_MS }, request);
  const format = FORMATS[request.format](request.fields ?? FIELDS);
  return write();

  async function* write(): AsyncGenerator<string> {
    const walk = startWalk();
    let count = 0;
    let piece = format.header;
    for await (const match of matches(hunting, question, { maxLooked: Infinity, page: PAGE }, walk)) {
      if (count === request.limit) {
        walk.isCut = true;
        break;
      }
      count++;
      piece += format.row(match);
      if (piece.length < PIECE_CHARS) continue;
      yield piece;
      piece = "";
    }
    if (walk.isCut) piece += format.cut(`the export ends here after ${count} events: there are more; ask again with an earlier until`);
    if (piece !== "") yield piece;
  }
}

const PIECE_CHARS = 65_536;

type Format = { readonly header: string; readonly row: (match: Match) => string; readonly cut: (why: string) => string };

const FORMATS: Readonly<Record<ExportRequest["format"], (fields: readonly string[]) => Format>> = {
  ndjson: () => ({
    header: "",
    row: ({ row, event }) => `${JSON.stringify(foundEvent(row, event))}\n`,
    cut: (why) => `${JSON.stringify({ cut: why })}\n`,
  }),
  csv: (fields) => {
    const known = fields.map(fieldOf);
    return {
      header: csvHeader(fields),
      row: ({ event: { document, line } }) => csvRow(known.map((field) => (field.type === "line" ? line : cellOf(valuesOf(document, field))))),
      cut: (why) => csvRow([why]),
    };
  },
};
