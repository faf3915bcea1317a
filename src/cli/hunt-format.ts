import { styleText } from "node:util";
import type { FoundEvent, HistogramAnswer } from "../contract/search.ts";
import { drawBar } from "./draw-bar.ts";
import { column, cut, number, widthOf } from "./terminal-text.ts";

const TIME = 23;
const HOST = 20;
const TECHNOLOGY = 14;
const GAP = "  ";

/** Makes rows of events for a person, cut to the width there is; the first call writes the header. */
export function huntTable(width: number, colours: boolean): (events: readonly FoundEvent[]) => string {
  const rest = Math.max(20, width - TIME - HOST - TECHNOLOGY - 3 * GAP.length);
  const header = [column("TIME (UTC)", TIME), column("HOST", HOST), column("TECHNOLOGY", TECHNOLOGY), "WHAT"].join(GAP);
  let isFirst = true;
  return (events) => {
    const rows = events.map((event) => `${[column(clock(event.time), TIME), column(text(event.event, "host.name"), HOST), column(event.technology, TECHNOLOGY), cut(summary(event), rest)].join(GAP)}\n`);
    if (!isFirst || rows.length === 0) return rows.join("");
    isFirst = false;
    return `${colours ? styleText("dim", header, { validateStream: false }) : header}\n${rows.join("")}`;
  };
}

const clock = (time: string): string => time.replace("T", " ").replace("Z", "");

// What tells most of an event in one line, as far as it has it.
const TOLD = [
  "event.code", "event.action", "event.outcome", "user.name", "source.ip", "source.port", "destination.ip", "destination.port", "process.executable", "process.command_line",
  "file.path", "registry.path", "dns.question.name", "url.original", "http.response.status_code", "rule.name",
];

function summary({ event, line }: FoundEvent): string {
  const message = text(event, "message");
  if (message !== "") return message;
  const told = TOLD.flatMap((name) => {
    const value = text(event, name);
    return value === "" ? [] : [`${name}=${value}`];
  });
  return told.length < 2 ? line : told.join(" ");
}

/** The value under a name of ECS as text, "" if there is none. */
function text(document: Readonly<Record<string, unknown>>, name: string): string {
  let value: unknown = document;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return "";
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Bars over time, one a line. */
export function drawHistogram({ bars, total, complete }: HistogramAnswer, width: number): string {
  const most = bars.reduce((max, { count }) => Math.max(max, count), 0);
  const digits = bars.reduce((max, { count }) => Math.max(max, widthOf(number(count))), 1);
  const room = Math.max(10, width - 16 - digits - 2 * GAP.length);
  const rows = bars.map(({ time, count }) => `${clock(time).slice(0, 16)}${GAP}${number(count).padStart(digits)}${GAP}${drawBar(most === 0 ? 0 : (count / most) * room)}\n`);
  return `${rows.join("")}${complete ? "" : "at least "}${number(total)} events\n`;
}
