// `npm run -s bench:parsers -- --json`: what it costs to read and map lines of each technology, beside a bare split of the
// same lines, and how hostile lines fare: their time must grow with their length, not with its square.
import { parseArgs } from "node:util";
import { createEcsView, createTextNormaliser, eventsFromJson, findTechnology, hintFor, HOT_FIELDS, type Hint, type HotValues } from "../src/normalise/index.ts";
import { parseAccessLog, parseAuditd, parseCef, parseColumns, parseLeef, parsePairs, parseSyslog, parseWindowsXml } from "../src/parsers/index.ts";
import { readSamples, readShippedTechnologies, SHIPPED_TECHNOLOGIES } from "../src/packs/index.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, lines: { type: "string", default: "20000" }, only: { type: "string", default: "." } } });
const LINES = Number(values.lines);
const PASSES = 5;
const SOURCE = { path: "-", record: 1 };

type Result = { readonly what: string; readonly linesPerSecond: number; readonly microseconds: number; readonly ratioToSplit: number };

const technologies = await readShippedTechnologies(() => {});
const view = createEcsView(technologies);
const hot: HotValues = HOT_FIELDS.map(() => undefined);
const only = new RegExp(values.only);

for (const { name } of technologies.filter((one) => only.test(one.name))) {
  const samples = [...(await readSamples(SHIPPED_TECHNOLOGIES, name)).values()].flat();
  if (samples.length > 0) report({ technology: name, labelled: measured(name, samples, hintFor(technologies, findTechnology(technologies, name))), unlabelled: measured(name, samples, hintFor(technologies)) });
}
if (only.test("formats")) for (const [format, parse, line] of formats()) report({ format, ...timed(format, Array.from({ length: LINES }, () => line), (text) => parse(text)) });
if (only.test("hostile")) hostile();

function report(result: object): void {
  console.log(values.json ? JSON.stringify(result) : Object.entries(result).map(([key, value]) => `${key} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join("  "));
}

/** Reads, maps and fills the columns of lines, as the worker does. */
function measured(what: string, samples: readonly string[], hint: Hint): Omit<Result, "what"> {
  const lines = Array.from({ length: LINES }, (_, i) => samples[i % samples.length]!);
  const text = createTextNormaliser();
  return timed(what, lines, (line) => {
    const events = line.startsWith("{") ? eventsFromJson(JSON.parse(line), line, SOURCE, hint) : text.push(line, SOURCE, hint);
    for (const event of events) view.hotValues(event, hot);
  });
}

// Both in turn, so that both see the same machine; the best pass of each.
function timed(_: string, lines: readonly string[], work: (line: string) => unknown): Omit<Result, "what"> {
  let [best, split] = [Infinity, Infinity];
  for (let pass = 0; pass < PASSES; pass += 1) {
    best = Math.min(best, secondsOf(lines, work));
    split = Math.min(split, secondsOf(lines, (line) => line.split(" ")));
  }
  return { linesPerSecond: Math.round(lines.length / best), microseconds: round((best * 1e6) / lines.length), ratioToSplit: round(best / split) };
}

function secondsOf(lines: readonly string[], work: (line: string) => unknown): number {
  const began = performance.now();
  for (const line of lines) work(line);
  return (performance.now() - began) / 1000;
}

function formats(): readonly (readonly [string, (line: string) => unknown, string])[] {
  return [
    ["syslog RFC 5424", parseSyslog, '<165>1 2026-03-10T08:00:00.003Z host.example.com evntslog 4711 ID47 [exampleSDID@32473 iut="3" eventSource="App"] An event log entry'],
    ["syslog RFC 3164", parseSyslog, "<34>Mar 10 08:00:00 web-01 sshd[2214]: Failed password for root from 203.0.113.50 port 40118 ssh2"],
    ["CEF", parseCef, "CEF:0|Acme|Gate|1.0|100|login refused|5|src=192.0.2.1 spt=50022 dst=198.51.100.7 dpt=443 suser=jo msg=the password was wrong cs1Label=Policy cs1=web"],
    ["LEEF", parseLeef, "LEEF:1.0|Acme|Gate|1|login|src=192.0.2.1\tdst=198.51.100.7\tusrName=jo\tsev=5\tmsg=the password was wrong"],
    ["name=value", (line) => parsePairs(line), 'date=2026-03-10 time=08:37:00 devname="fw-01" type="traffic" subtype="forward" srcip=192.0.2.61 srcport=50444 dstip=203.0.113.14 dstport=443 action="close"'],
    ["columns", (line) => parseColumns(line, Array.from({ length: 20 }, (_, i) => `c${i}`)), '1,2026/03/10 08:00:00,0123456789,TRAFFIC,end,2560,"a, b",192.0.2.1,198.51.100.7,0.0.0.0,,rule,,,ssl,vsys1,trust,untrust,ae1,ae2'],
    ["access log", parseAccessLog, '203.0.113.9 - - [10/Mar/2026:08:00:00 +0000] "GET /index.html?a=1 HTTP/1.1" 200 1234 "https://example.com/" "Mozilla/5.0 (X11; Linux x86_64)"'],
    ["auditd", parseAuditd, 'type=SYSCALL msg=audit(1741593600.123:4711): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 auid=1000 uid=0 comm="id" exe="/usr/bin/id" key="x"'],
    ["Windows XML", parseWindowsXml, '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>4625</EventID><Channel>Security</Channel><Computer>dc-01.example.com</Computer></System><EventData><Data Name="TargetUserName">jo</Data><Data Name="IpAddress">203.0.113.50</Data></EventData></Event>'],
  ];
}

/** Lines that would be slow for a reader that goes back, at one length and at double: the factor between is told. */
function hostile(): void {
  const makers: readonly (readonly [string, (n: number) => string])[] = [
    ["equals signs", (n) => "=".repeat(n)], ["names", (n) => "a=".repeat(n / 2)], ["open quotes", (n) => `a="${"b ".repeat(n / 2)}`], ["backslashes", (n) => `CEF:0|a|b|c|d|e|1|a=${"\\".repeat(n)}`],
    ["bars", (n) => `CEF:0${"|".repeat(n)}`], ["brackets", (n) => `<34>1 - - - - - ${"[a ".repeat(n / 3)}`], ["blanks", (n) => `Mar 10 08:00:00 host app: ${" ".repeat(n)}`], ["commas", (n) => ",".repeat(n)],
    ["percents", (n) => `%ASA-6-302013: ${"%".repeat(n)}`], ["colons", (n) => "a: ".repeat(n / 3)], ["nested JSON", (n) => `{"a":${"[".repeat(n / 2)}${"]".repeat(n / 2)}}`],
  ];
  const hint = hintFor(technologies);
  const read = (line: string): void => {
    const normaliser = createTextNormaliser();
    for (const event of [...normaliser.push(line, SOURCE, hint), ...normaliser.flush()]) {
      view.hotValues(event, hot);
      view.document(event, undefined);
    }
  };
  for (const [what, make] of makers) {
    const [once, twice] = [make(100_000), make(200_000)].map((line) => Math.min(...Array.from({ length: 3 }, () => secondsOf([line], read))));
    report({ hostile: what, milliseconds: round(once! * 1000), atDouble: round(twice! / once!) });
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
