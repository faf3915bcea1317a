import type { HistogramAnswer, SearchAnswer } from "../contract/search.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { askApi, type Api } from "./hunt-client.ts";
import { drawHistogram, huntTable } from "./hunt-format.ts";
import { timeOption } from "./time-option.ts";
import { hasColours, number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie hunt TENANT 'QUERY' [--since TIME] [--until TIME] [--limit N] [--json | --histogram] [--url URL] [--key KEY]

Searches the events of one organisation, newest first. The query language is on one page: docs/hunting.md.

  vigie hunt acme 'process.name: powershell.exe and not user.name: svc_*' --since 7d
  vigie hunt acme '"failed password" and source.ip: 203.0.113.0/24' --histogram

  --since TIME   15m, 24h, 7d before now, or 2026-03-01, 2026-03-01T10:15:00Z;
                 default: what the query says of @timestamp, else 24h
  --until TIME   the same; default: now
  --limit N      so many events at most; default: 50
  --json         one JSON object a line, with the whole event and the line as it arrived
  --histogram    how many there are, by time
  --url URL      where Vigie is; default: VIGIE_URL, else http://127.0.0.1:8080
  --key KEY      default: VIGIE_KEY`;

const OPTIONS = {
  since: { type: "string" }, until: { type: "string" }, limit: { type: "string" }, json: { type: "boolean" }, histogram: { type: "boolean" }, url: { type: "string" }, key: { type: "string" },
} as const;

/** `vigie hunt`. */
export const hunt: Command = { usage: USAGE, run };

const DEFAULT_LIMIT = 50;
const PAGE = 500;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [tenant, query = "", ...more] = positionals;
  if (tenant === undefined) throw new UsageError("name the organisation, then the query");
  if (more.length > 0) throw new UsageError(`"${more[0]}" is too much: put the query in quotes`);
  const nowMs = Date.now();
  const asked: Asked = { query, ...(values.since === undefined ? {} : { since: timeOption("since", values.since, nowMs) }), ...(values.until === undefined ? {} : { until: timeOption("until", values.until, nowMs) }) };
  const api: Api = { url: values.url ?? process.env["VIGIE_URL"] ?? "http://127.0.0.1:8080", key: values.key ?? process.env["VIGIE_KEY"] ?? "", tenant };
  if (api.key === "") throw new UsageError("give the key: --key KEY or VIGIE_KEY");
  if (values.histogram === true) {
    const answer = await askApi<HistogramAnswer>(api, "events/histogram", asked);
    terminal.out.write(values.json === true ? `${JSON.stringify(answer)}\n` : drawHistogram(answer, terminal.out.columns ?? 100));
    return told(terminal, answer);
  }
  const limit = Number(values.limit ?? DEFAULT_LIMIT);
  if (!Number.isSafeInteger(limit) || limit < 1) throw new UsageError(`--limit ${values.limit}: give a number from 1`);
  return showEvents(terminal, api, { asked, limit, isJson: values.json === true });
}

type Asked = { readonly query: string; readonly since?: string; readonly until?: string };
type Showing = { readonly asked: Asked; readonly limit: number; readonly isJson: boolean };

async function showEvents(terminal: Terminal, api: Api, { asked, limit, isJson }: Showing): Promise<number> {
  const table = huntTable(terminal.out.columns ?? 120, hasColours(terminal.out, process.env));
  let left = limit;
  let cursor: string | null = null;
  let last: SearchAnswer;
  do {
    last = await askApi<SearchAnswer>(api, "events/search", { ...asked, limit: Math.min(left, PAGE), ...(cursor === null ? {} : { cursor }) });
    terminal.out.write(isJson ? last.events.map((event) => `${JSON.stringify(event)}\n`).join("") : table(last.events));
    left -= last.events.length;
    cursor = last.next;
    // An answer that time cut short has a cursor; whoever asked may want to look at what there is before it goes on.
  } while (left > 0 && cursor !== null && last.complete);
  if (left === limit && !isJson) terminal.out.write("no events\n");
  if (cursor !== null && last.complete) terminal.err.write(`there are more: --limit ${number(limit * 10)}, or --until ${plain(last.coveredSince)}\n`);
  return told(terminal, last);
}

/** Says what is to be known of an answer, and if it is but a part. */
function told(terminal: Terminal, { complete, coveredSince, looked, notes }: Pick<SearchAnswer, "complete" | "coveredSince" | "looked" | "notes">): number {
  for (const note of notes) terminal.err.write(`note: ${plain(note)}\n`);
  if (complete) return EXIT.done;
  terminal.err.write(`time ran out after ${number(looked)} events: this holds from ${plain(coveredSince)} on; narrow the query by a field with a column, or go on with --until ${plain(coveredSince)}\n`);
  return EXIT.incomplete;
}
