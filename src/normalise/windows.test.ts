import { expect, test } from "vitest";
import { eventsFromJson } from "./index.ts";

const source = { path: "a.jsonl", record: 1 };
const SYSMON = "Microsoft-Windows-Sysmon/Operational";
const one = (record: unknown) => eventsFromJson(record, "{}", source)[0]!;

test.each([
  // what                           record
  ["NXLog", { EventID: 1, Channel: SYSMON, Hostname: "ws1", SourceName: "Microsoft-Windows-Sysmon", UtcTime: "2026-01-02 03:04:05.678", Image: "C:\\a.exe" }],
  ["Winlogbeat 8", {
    "@timestamp": "2026-01-02T03:04:06Z",
    winlog: { channel: SYSMON, event_id: "1", computer_name: "ws1", provider_name: "Microsoft-Windows-Sysmon", event_data: { Image: "C:\\a.exe", UtcTime: "2026-01-02 03:04:05.678" } },
  }],
  ["Winlogbeat 6", {
    "@timestamp": "2026-01-02T03:04:06Z", event_id: 1, log_name: SYSMON, computer_name: "ws1", source_name: "Microsoft-Windows-Sysmon",
    event_data: { Image: "C:\\a.exe", UtcTime: "2026-01-02 03:04:05.678" },
  }],
  ["an EVTX dump with #attributes", {
    Event: {
      System: { Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } }, EventID: { "#text": 1 }, Channel: SYSMON, Computer: "ws1", TimeCreated: { "#attributes": { SystemTime: "2026-01-02T03:04:06Z" } } },
      EventData: { Image: "C:\\a.exe", UtcTime: "2026-01-02 03:04:05.678" },
    },
  }],
  ["an EVTX dump with @ and named Data", {
    Event: {
      System: { Provider: { "@Name": "Microsoft-Windows-Sysmon" }, EventID: "1", Channel: SYSMON, Computer: "ws1", TimeCreated: { "@SystemTime": "2026-01-02T03:04:06Z" } },
      EventData: { Data: [{ "@Name": "Image", "#text": "C:\\a.exe" }, { "@Name": "UtcTime", "#text": "2026-01-02 03:04:05.678" }] },
    },
  }],
])("%s is a Sysmon event", (_, record) => {
  const event = one(record);
  expect(event).toMatchObject({ product: "windows", channel: SYSMON, time: "2026-01-02 03:04:05.678", host: "ws1", json: "{}" });
  expect(String(event.code)).toBe("1");
  expect(event.fields["Image"]).toBe("C:\\a.exe");
  expect(Number(event.fields["EventID"])).toBe(1);
});

const SECURITY = "Security";

test.each([
  // what                                record                                                                                                       fields
  ["Get-WinEvent's JSON",                { Id: 1, LogName: SYSMON, MachineName: "ws1", TimeCreated: "/Date(1767322800000)/", Message: "Process Create:\r\nUtcTime: x\r\nImage: C:\\a.exe\r\n" }, { EventID: 1, Channel: SYSMON, Image: "C:\\a.exe", TimeCreated: 1767322800000 }],
  ["EvtxECmd",                           { EventId: 4688, Channel: SECURITY, Computer: "ws1", Payload: '{"EventData":{"Data":[{"@Name":"NewProcessName","#text":"C:\\\\a.exe"}]}}' }, { EventID: 4688, NewProcessName: "C:\\a.exe" }],
  ["Velociraptor",                       { System: { Provider: { Name: "P" }, EventID: { Value: 4688 }, Channel: SECURITY, Computer: "ws1" }, EventData: { NewProcessName: "a" } }, { EventID: 4688, Provider_Name: "P", NewProcessName: "a" }],
  ["attributes apart",                   { Event: { System: { Provider_attributes: { Name: "P" }, EventID: 1, Channel: SECURITY }, EventData: { A: "b" } } }, { Provider_Name: "P", A: "b" }],
  ["Log Analytics' Event table",         { EventID: 33205, EventLog: "Application", Source: "MSSQL", Computer: "ws1", TimeGenerated: "2026-01-02T03:04:05Z" }, { Channel: "Application" }],
  ["a record without its channel",       { EventID: 5156, FilterRTID: "1", Computer: "ws1" },                                                         { Channel: SECURITY }],
  ["names with spaces",                  { Event: { System: { EventID: 5001, Channel: "D" }, EventData: { Data: [{ "#attributes": { Name: "Source Name" }, "#text": "x" }] } } }, { SourceName: "x" }],
  ["nameless data",                      { Event: { System: { EventID: 400, Channel: "Windows PowerShell" }, EventData: { Data: ["a", "b"] } } },     { Data: ["a", "b"] }],
  ["nameless data in an element",        { Event: { System: { EventID: 400, Channel: "Windows PowerShell" }, EventData: { Data: { "#text": ["a", "b"] } } } }, { Data: ["a", "b"] }],
  ["nameless data from Winlogbeat",      { winlog: { event_id: 400, channel: "Windows PowerShell", event_data: { param1: "a", param2: "b" } } },      { Data: ["a", "b"], param1: "a" }],
  ["user data",                          { Event: { System: { EventID: 5858, Channel: "W" }, UserData: { Operation_ClientFailure: { "#attributes": { xmlns: "x" }, User: "u" } } } }, { User: "u" }],
  ["the log that was cleared",           { Event: { System: { EventID: 104, Channel: "System" }, UserData: { LogFileCleared: { Channel: "Application" } } } }, { Channel: "Application" }],
])("reads %s", (_, record, fields) => {
  expect(one(record)).toMatchObject({ product: "windows", fields });
});

test("the cleared log does not become the event's own", () => {
  expect(one({ winlog: { channel: "System", event_id: 104, user_data: { LogFileCleared: { Channel: "Application" } } } })).toMatchObject({ channel: "System", fields: { Channel: "Application" } });
});

test("a payload cannot name itself another event", () => {
  expect(one({ winlog: { channel: SECURITY, event_id: 4625, event_data: { EventID: 1 } } })).toMatchObject({ code: 4625, fields: { EventID: 4625 } });
});

test("a payload's __proto__ is a field like others", () => {
  const event = one(JSON.parse(`{"Event":{"System":{"EventID":1,"Channel":"C"},"EventData":{"__proto__":{"Image":"x"},"A":"b"}}}`));
  expect(Object.hasOwn(event.fields, "__proto__")).toBe(true);
  expect(event.fields["Image"]).toBeUndefined();
});
