import { styleText } from "node:util";
import type { Value } from "../core/index.ts";
import type { Detection, Level } from "../detect/index.ts";
import { describeCorrelation } from "./describe-correlation.ts";
import type { Formatter, Look } from "./format.ts";
import { column, cut, number, widthOf } from "./terminal-text.ts";

// So many detections are sorted by time; nobody reads more, and their memory must stay bounded.
const SORTED = 5000;

const COLOURS = { critical: "magentaBright", high: "red", medium: "yellow", low: "cyan", informational: "gray" } as const satisfies Record<Level, string>;

const TIME = 19;
const LEVEL = 8;
const GAP = "  ";
// Below this width what was matched stands on a line of its own, or title and values would both be cut to nothing.
const ONE_LINE = 140;
const INDENT = " ".repeat(TIME + GAP.length);

/** For a person: in the order of time, one or two lines a detection, cut to the width there is. */
export function table(look: Look): Formatter {
  let held: Detection[] | undefined = [];
  let layout: Layout | undefined;
  const show = (detections: readonly Detection[]): string => {
    if (detections.length === 0) return "";
    const header = layout === undefined;
    const chosen = (layout ??= layoutFor(detections, look));
    return (header ? chosen.header : "") + detections.map(chosen.row).join("");
  };
  return {
    add(detections) {
      if (held === undefined) return show(detections);
      held.push(...detections);
      if (held.length <= SORTED) return "";
      const first = held;
      held = undefined;
      return `More than ${number(SORTED)} detections: they are in the order of the files, not of time.\n${show(first)}`;
    },
    end: () => (held === undefined ? "" : held.length === 0 ? "no detections\n" : show(held.toSorted(byTime))),
  };
}

// What has no time comes last. The sort is stable: what is of the same time stays in the order of the files.
function byTime(a: Detection, b: Detection): number {
  const [left, right] = [a.time ?? "\uffff", b.time ?? "\uffff"];
  return left < right ? -1 : left > right ? 1 : 0;
}

type Layout = { readonly header: string; readonly row: (detection: Detection) => string };

function layoutFor(detections: readonly Detection[], { colours, width }: Look): Layout {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text);
  const level = (name: Level): string => paint(COLOURS[name], (name === "informational" ? "info" : name).padEnd(LEVEL));
  const start = ({ time, rule }: Detection): string => `${column(clock(time), TIME)}${GAP}${level(rule.level ?? "informational")}`;
  const left = TIME + LEVEL + 2 * GAP.length;
  if (width < ONE_LINE) {
    return {
      header: paint("dim", `${"TIME (UTC)".padEnd(TIME)}${GAP}${"LEVEL".padEnd(LEVEL)}${GAP}RULE\n`),
      row: (one) => `${start(one)}${GAP}${paint("bold", cut(one.rule.title, Math.max(width - left, 20)))}\n${INDENT}${cut([...(one.host === null ? [] : [one.host]), what(one)].join(GAP), Math.max(width - INDENT.length, 20))}\n`,
    };
  }
  const host = longest(detections.map((one) => one.host ?? ""), 4, 24);
  const title = longest(detections.map(({ rule }) => rule.title), 4, Math.min(62, Math.floor((width - left - host) * 0.6)));
  const rest = width - left - host - title - 2 * GAP.length;
  return {
    header: paint("dim", `${[column("TIME (UTC)", TIME), column("LEVEL", LEVEL), column("HOST", host), column("RULE", title), "WHAT"].join(GAP)}\n`),
    row: (one) => `${[start(one), column(one.host ?? "", host), paint("bold", column(one.rule.title, title)), cut(what(one), rest)].join(GAP).trimEnd()}\n`,
  };
}

const longest = (texts: readonly string[], least: number, most: number): number =>
  texts.reduce((max, text) => Math.max(max, Math.min(widthOf(text.slice(0, most)), most)), least);

const clock = (time: string | null): string => (time !== null && /^\d{4}-\d\d-\d\dT/.test(time) ? time.slice(0, TIME).replace("T", " ") : (time ?? ""));

function what({ fields, correlation, time, source }: Detection): string {
  const shown = showFields(fields);
  if (correlation === undefined) return shown === "" ? `${source.path}:${source.record}` : shown;
  const told = describeCorrelation(correlation, time);
  return shown === "" ? told : `${told}: ${shown}`;
}

const showFields = (fields: Readonly<Record<string, Value>>): string => Object.entries(fields).map(([name, value]) => `${name}=${showValue(value)}`).join(" ");

function showValue(value: Value): string {
  if (Array.isArray(value)) return value.map((one: Value) => showValue(one)).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
