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
