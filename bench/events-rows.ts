// Rows for the benchmarks of the event store: the lines of the Windows corpus, or made ones of the same kind where it is
// absent, with about thirty filled columns each. What fills them is a table of this benchmark's own, so that the store
// is measured and not the mapping.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { NewEvent } from "../src/events/index.ts";
import { HOT_FIELDS, type HotValues } from "../src/normalise/index.ts";

const SHARED = resolve(import.meta.dirname, "..", process.env["VIGIE_SHARED"] ?? "../shared");
const CORPUS = join(SHARED, "data/bench/windows-100k.jsonl.gz");
// When the first row arrives; one row a millisecond after it.
const START_MS = Date.UTC(2026, 0, 1);

/** Column → the names under which Windows logs have its value, the first that is there. */
const FROM: Readonly<Record<string, readonly string[]>> = {
  "event.code": ["EventID"],
  "event.action": ["Task", "Category"],
  "event.provider": ["SourceName"],
  "event.outcome": ["EventType"],
  "event.severity": ["SeverityValue"],
  "log.level": ["Severity"],
  "log.logger": ["Channel"],
  "host.name": ["Hostname"],
  "user.name": ["AccountName", "SubjectUserName"],
  "user.domain": ["Domain", "SubjectDomainName"],
  "user.id": ["UserID", "SubjectUserSid"],
  "user.target.name": ["TargetUserName"],
  "winlog.logon.type": ["LogonType"],
  "winlog.logon.id": ["LogonId", "SubjectLogonId"],
  "source.ip": ["SourceIp", "IpAddress", "SourceAddress"],
  "source.port": ["SourcePort"],
  "destination.ip": ["DestinationIp", "DestAddress"],
  "destination.port": ["DestinationPort", "DestPort"],
  "network.transport": ["Protocol"],
  "process.executable": ["Image", "ProcessName", "SourceImage"],
  "process.command_line": ["CommandLine"],
  "process.entity_id": ["ProcessGuid", "SourceProcessGUID"],
  "process.working_directory": ["CurrentDirectory"],
  "process.pid": ["ProcessId", "SourceProcessId"],
  "process.hash.sha256": ["Hashes"],
  "process.parent.executable": ["ParentImage"],
  "process.parent.command_line": ["ParentCommandLine"],
  "process.parent.pid": ["ParentProcessId"],
  "file.path": ["TargetFilename", "ObjectName"],
  "dll.path": ["ImageLoaded"],
  "registry.path": ["TargetObject"],
  "registry.data.strings": ["Details"],
  "dns.question.name": ["QueryName"],
  "rule.name": ["RuleName"],
};

const NAMES = HOT_FIELDS.map(({ name }) => (Object.hasOwn(FROM, name) ? FROM[name]! : []));

/** Whose events they are. */
export const TENANT = "acme";

/** At most `count` lines of the corpus, or made ones. */
export function benchLines(count: number): string[] {
  if (!existsSync(CORPUS)) return Array.from({ length: count }, (_, i) => madeLine(i));
  const lines = gunzipSync(readFileSync(CORPUS)).toString().trimEnd().split("\n");
  return lines.slice(0, count);
}

/** The lines as events of one tenant, one a millisecond. */
export function benchEvents(lines: readonly string[], tenant = TENANT): NewEvent[] {
  return lines.map((line, i) => ({
    tenant,
    id: createHash("sha256").update(`${tenant} ${i}`).digest().subarray(0, 16),
    arrivedMs: START_MS + i,
    timeMs: START_MS + i - (i % 700),
    seq: 16 * Math.floor(i / 100),
    line: i % 100,
    part: 0,
    batch: Math.floor(i / 5000),
    key: "0",
    source: `dc-${i % 4}`,
    collector: "bulk",
    technology: "windows",
    raw: Buffer.from(line),
    hot: hotOf(JSON.parse(line) as Record<string, unknown>),
  }));
}

function hotOf(record: Readonly<Record<string, unknown>>): HotValues {
  return HOT_FIELDS.map(({ type }, i) => {
    const name = NAMES[i]!.find((one) => Object.hasOwn(record, one));
    const value = name === undefined ? undefined : record[name];
    if (value === undefined || value === null) return undefined;
    return type === "long" ? Number(value) : typeof value === "string" ? value : JSON.stringify(value);
  });
}

function madeLine(i: number): string {
  const pid = (i * 7919) % 9000;
  const image = `C:\\Windows\\System32\\tool${i % 97}.exe`;
  const fields = {
    EventID: [1, 3, 7, 10, 11, 12, 13, 4624, 4688][i % 9],
    Channel: "Microsoft-Windows-Sysmon/Operational",
    SourceName: "Microsoft-Windows-Sysmon",
    Hostname: `WS${i % 40}.example.org`,
    AccountName: `user${i % 300}`,
    Domain: "EXAMPLE",
    Image: image,
    ProcessId: String(pid),
    ProcessGuid: `{6a910b9d-${pid.toString(16).padStart(4, "0")}-5ee0-c903-${i.toString(16).padStart(12, "0")}}`,
    CommandLine: `"${image}" /job:${i % 1013} /out:C:\\Temp\\${i % 331}.txt`,
    SourceIp: `10.0.${i % 200}.${i % 250}`,
    SourcePort: 1024 + (i % 60_000),
    Severity: "INFO",
    SeverityValue: 2,
  };
  return JSON.stringify({ ...fields, Message: `Event ${i}: ${Object.entries(fields).map((pair) => pair.join(": ")).join("\r\n")}`.repeat(2) });
}
