// One Windows event in the shapes that reach us gives one ECS event.
import { beforeAll, expect, test } from "vitest";
import type { Fields, Value } from "../../core/index.ts";
import { parseWindowsXml } from "../../parsers/index.ts";
import { readShippedTechnologies } from "../../packs/index.ts";
import { eventsFromFields, eventsFromJson } from "../index.ts";
import { HOT_FIELDS, type HotValues } from "../hot-fields.ts";
import { createEcsView, type EcsView } from "./ecs-view.ts";

type Told = { readonly provider: string; readonly channel: string; readonly id: number; readonly record: number; readonly data: Readonly<Record<string, string>> };

const SOURCE = { path: "", record: 1 };
const TIME = "2026-03-10T08:15:00.123Z";
const HOST = "SRV-01.corp.example.com";

const SHAPES: readonly (readonly [name: string, write: (told: Told) => unknown])[] = [
  ["Windows XML", ({ provider, channel, id, record, data }) => `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${provider}"/><EventID>${id}</EventID><Level>4</Level><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime="${TIME}"/><EventRecordID>${record}</EventRecordID><Execution ProcessID="4" ThreadID="8"/><Channel>${channel}</Channel><Computer>${HOST}</Computer></System><EventData>${Object.entries(data).map(([name, value]) => `<Data Name="${name}">${value}</Data>`).join("")}</EventData></Event>`],
  ["NXLog", ({ provider, channel, id, record, data }) => ({ EventTime: TIME, Hostname: HOST, Keywords: -9214364837600034816, Severity: "INFO", EventID: id, SourceName: provider, RecordNumber: record, ExecutionProcessID: 4, ThreadID: 8, Channel: channel, ...data })],
  ["Winlogbeat 8", ({ provider, channel, id, record, data }) => ({ "@timestamp": TIME, log: { level: "information" }, event: { code: String(id), kind: "event" }, host: { name: HOST }, winlog: { provider_name: provider, channel, event_id: String(id), record_id: record, computer_name: HOST, keywords: ["Audit Success"], process: { pid: 4, thread: { id: 8 } }, event_data: data } })],
  ["Winlogbeat 6", ({ provider, channel, id, record, data }) => ({ "@timestamp": TIME, level: "Information", event_id: id, log_name: channel, source_name: provider, computer_name: HOST, record_number: String(record), keywords: ["Audit Success"], event_data: data })],
  ["a dump", ({ provider, channel, id, record, data }) => ({ Event: { System: { Provider: { "#attributes": { Name: provider } }, EventID: id, Level: 4, Keywords: "0x8020000000000000", TimeCreated: { "#attributes": { SystemTime: TIME } }, EventRecordID: record, Execution: { "#attributes": { ProcessID: 4, ThreadID: 8 } }, Channel: channel, Computer: HOST }, EventData: data } })],
];

const SECURITY = { provider: "Microsoft-Windows-Security-Auditing", channel: "Security" };
const TOLD: readonly Told[] = [
  { ...SECURITY, id: 4624, record: 1, data: { SubjectUserSid: "S-1-5-18", SubjectUserName: "SRV-01$", SubjectDomainName: "CORP", SubjectLogonId: "0x3e7", TargetUserSid: "S-1-5-21-1-2-3-1121", TargetUserName: "c.bernard", TargetDomainName: "CORP", TargetLogonId: "0x5b2c90", LogonType: "10", WorkstationName: "PC-7", ProcessId: "0x2c4", ProcessName: "C:\\Windows\\System32\\svchost.exe", IpAddress: "198.51.100.23", IpPort: "50211" } },
  { ...SECURITY, id: 4688, record: 2, data: { SubjectUserSid: "S-1-5-21-1-2-3-1104", SubjectUserName: "adm.martin", SubjectDomainName: "CORP", SubjectLogonId: "0x3e7a11", NewProcessId: "0x1a3c", NewProcessName: "C:\\Windows\\System32\\cmd.exe", ProcessId: "0xb08", CommandLine: "cmd.exe /c dir", ParentProcessName: "C:\\Windows\\explorer.exe" } },
  { ...SECURITY, id: 4720, record: 3, data: { TargetUserName: "svc2", TargetDomainName: "CORP", TargetSid: "S-1-5-21-1-2-3-1190", SubjectUserSid: "S-1-5-21-1-2-3-1104", SubjectUserName: "adm.martin", SubjectDomainName: "CORP", SubjectLogonId: "0x3e7a11" } },
  { provider: "Microsoft-Windows-Sysmon", channel: "Microsoft-Windows-Sysmon/Operational", id: 3, record: 4, data: { UtcTime: "2026-03-10 08:15:00.123", ProcessGuid: "{9c1f7a10-4c11-65ee-0a01-000000001f00}", ProcessId: "6612", Image: "C:\\Windows\\System32\\cmd.exe", User: "CORP\\c.bernard", Protocol: "tcp", Initiated: "true", SourceIp: "192.0.2.61", SourcePort: "50444", DestinationIp: "203.0.113.14", DestinationPort: "443" } },
];

let view: EcsView;
beforeAll(async () => {
  view = createEcsView(await readShippedTechnologies());
});

function hotOf(shape: unknown): { readonly [name: string]: unknown } {
  const parsed = typeof shape === "string" ? parseWindowsXml(shape) : undefined;
  const [event] = parsed === undefined ? eventsFromJson(shape, undefined, SOURCE) : eventsFromFields({ ...(parsed as { readonly fields: Fields }).fields }, SOURCE);
  const out: HotValues = [];
  view.hotValues(event!, out);
  const named = HOT_FIELDS.map(({ name }, i) => [name, out[i]] as const).filter(([name, value]) => value !== undefined && name !== "message");
  return Object.fromEntries(named as [string, Value][]);
}

test.each(TOLD)("event $id", (told) => {
  const [[, xml], ...others] = SHAPES as [(typeof SHAPES)[number], ...typeof SHAPES];
  const wanted = hotOf(xml(told));
  expect(Object.keys(wanted).length).toBeGreaterThan(12);
  for (const [name, write] of others) {
    expect({ name, ...hotOf(write(told)) }).toEqual({ name, ...wanted });
  }
});
