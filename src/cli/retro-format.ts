import type { RetroEventList, RetroRun } from "../contract/retro.ts";
import { drawBar } from "./draw-bar.ts";
import { amount, column, cut, number, plain } from "./terminal-text.ts";

const GAP = "  ";
const TIME = 23;
const HOST = 28;
const SOURCE = 20;
const HOSTS_SHOWN = 5;

/** What a run found, for a person. */
export function retroText(run: RetroRun, events: RetroEventList["events"], width: number): string {
  const { result, progress } = run;
  if (result === null) return "";
  const head = `${plain(run.title)}: ${number(progress.matched)} ${progress.matched === 1 ? "match" : "matches"} in ${amount(progress.scanned, "event")} that could be some\n`;
  return [head, daysText(result.days, width), forecastText(result), hostsText(result), notesText(run), eventsText(events, result, width)].filter((part) => part !== "").join("\n");
}

type Result = NonNullable<RetroRun["result"]>;

function daysText(days: Result["days"], width: number): string {
  const most = days.reduce((max, { matched }) => Math.max(max, matched), 0);
  const digits = number(most).length;
  const room = Math.max(10, width - 12 - digits - 2 * GAP.length);
  return days.map(({ day, matched, isWhole }) => `${`${day}${isWhole ? " " : "*"} ${GAP}${number(matched).padStart(digits)}${GAP}${drawBar(most === 0 ? 0 : (matched / most) * room)}`.trimEnd()}\n`).join("") + (days.every(({ isWhole }) => isWhole) ? "" : "* a part of the day\n");
}

function forecastText({ forecast: { wholeDays, median, maximum, withoutNoisiest } }: Result): string {
  const from = wholeDays === 0 ? "scaled up from a part of a day" : `from ${amount(wholeDays, "whole day")}`;
  const less = withoutNoisiest === null || maximum === 0 ? "" : `; without ${plain(withoutNoisiest.host)} ${number(withoutNoisiest.median)}, at most ${number(withoutNoisiest.maximum)}`;
  return `Alerts a day: ${number(median)} in the middle, at most ${number(maximum)} (${from})${less}\n`;
}

function hostsText({ hosts, rules }: Result): string {
  const shown = hosts.slice(0, HOSTS_SHOWN).map(({ host, matched }) => `${host === null ? "no host" : plain(host)} ${number(matched)}`);
  const more = hosts.length > HOSTS_SHOWN ? `, and ${number(hosts.length - HOSTS_SHOWN)} more` : "";
  const each = rules.length < 2 ? "" : rules.map(({ title, matched }) => `${number(matched).padStart(8)}${GAP}${plain(title)}\n`).join("");
  return `${each}${shown.length === 0 ? "" : `Hosts: ${shown.join(", ")}${more}\n`}`;
}

function notesText({ result, raise }: RetroRun): string {
  if (result === null) return "";
  const { isListCut, listed, unread, withoutTime, raised } = result;
  return [
    ...(raise ? [`${amount(raised, "detection")} kept that were new`] : []),
    ...(isListCut ? [`the list holds ${number(listed)} events; more matched`] : []),
    ...(unread > 0 ? [`${amount(unread, "event")} could not be read any more`] : []),
    ...(withoutTime > 0 ? [`${number(withoutTime)} matches without a time, which no correlation counts`] : []),
  ].map((note) => `! ${note}\n`).join("");
}

function eventsText(events: RetroEventList["events"], { rules }: Result, width: number): string {
  if (events.length === 0) return "no events\n";
  const titles = new Map(rules.map(({ key, title }) => [key, title]));
  const rest = Math.max(16, width - TIME - HOST - SOURCE - 3 * GAP.length);
  const rows = events.map(({ time, host, source, rule }) => [column(time.replace("T", " ").replace("Z", ""), TIME), column(host ?? "", HOST), column(source, SOURCE), cut(titles.get(rule) ?? rule, rest)].join(GAP));
  return `${[[column("TIME (UTC)", TIME), column("HOST", HOST), column("SOURCE", SOURCE), "RULE"].join(GAP), ...rows].join("\n")}\n`;
}
