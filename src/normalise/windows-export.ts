// Windows records that name channel and id otherwise than the event log does, or leave the channel out: Get-WinEvent's
// exports (`Id`, `LogName`, `ProviderName`, `MachineName`), Log Analytics' Event table (`EventLog`), EvtxECmd (`EventId`, `Payload`).
import { type Draft, type Event, put, type Value } from "../core/index.ts";
import { object } from "./make.ts";
import type { Candidate, Shape } from "./shape.ts";
import { windowsEvent } from "./windows.ts";
import { addPayload } from "./windows-dump.ts";

const CHANNELS = ["Channel", "LogName", "EventLog", "channel", "Log Name"];
const IDS = ["EventID", "EventId", "Id", "event_id", "Event ID", "eventid"];
// `Channel` and `Id` are names that others use, too.
const WINDOWS_NAMES = [
  "ProviderName", "Provider_Name", "Provider", "SourceName", "Source", "MachineName", "Computer", "TimeCreated", "EventData", "RenderedDescription", "EventLog",
  "UtcTime", "ProcessGuid", "SubjectUserSid", "ScriptBlockText",
];

/** Exported records, brought to the event log's names. */
export const windowsExportShape: Shape = (candidate) => {
  const { record } = candidate;
  const first = (names: readonly string[]) => names.map((name) => record[name]).find((value) => value !== undefined);
  const id = first(IDS);
  if (id === undefined || !WINDOWS_NAMES.some((name) => Object.hasOwn(record, name))) return undefined;
  const named = first(CHANNELS);
  const channel = typeof named === "string" ? named : channelOf(record);
  return channel === undefined ? undefined : [exported(channel, id, candidate)];
};

const PROVIDERS: Readonly<Record<string, string>> = {
  "Microsoft-Windows-Security-Auditing": "Security", "Service Control Manager": "System", PowerShell: "Windows PowerShell",
};
const TELLING: readonly (readonly [channel: string, ...names: string[]])[] = [
  ["Microsoft-Windows-Sysmon/Operational", "UtcTime"], ["Microsoft-Windows-Sysmon/Operational", "ProcessGuid"], ["Microsoft-Windows-Sysmon/Operational", "SourceProcessGUID"],
  ["Microsoft-Windows-PowerShell/Operational", "ScriptBlockText"], ["Security", "SubjectUserSid"], ["Security", "SubjectLogonId"], ["Security", "TargetUserSid"], ["Security", "FilterRTID"],
];

// Without a channel, the provider tells it, or else names that only one log has.
function channelOf(record: Draft): string | undefined {
  if (record["Type"] === "SecurityEvent") return "Security";
  const provider = record["Provider_Name"] ?? record["ProviderName"] ?? record["SourceName"] ?? record["EventSourceName"] ?? record["Provider"];
  if (typeof provider === "string" && Object.hasOwn(PROVIDERS, provider)) return PROVIDERS[provider];
  if (typeof provider === "string" && provider.startsWith("Microsoft-Windows-")) return `${provider}/Operational`;
  return TELLING.find(([, ...names]) => names.every((name) => Object.hasOwn(record, name)))?.[0];
}

function exported(channel: string, id: Value, { record, json, source }: Candidate): Event {
  const message = record["Message"] ?? record["RenderedDescription"];
  const payload = payloadOf(record);
  const said = payload === undefined && typeof message === "string" ? messageFields(message) : undefined;
  const fields: Draft = { ...said, ...record, ...payload, EventID: id, Channel: payload?.["Channel"] ?? channel };
  const time = record["TimeCreated"];
  if (typeof time === "string") fields["TimeCreated"] = dotNetDate(time) ?? time;
  // Values that were cut out of a text stand in the JSON otherwise than in the event.
  return windowsEvent(fields, channel, said === undefined && payload === undefined ? json : undefined, source);
}

// EvtxECmd keeps the payload as JSON text of its own.
function payloadOf(record: Draft): Draft | undefined {
  const text = record["Payload"];
  if (typeof text !== "string" || !text.startsWith("{") || !Object.hasOwn(record, "EventId")) return undefined;
  try {
    const parsed = object(JSON.parse(text));
    const fields: Draft = {};
    addPayload(fields, parsed?.["EventData"]);
    for (const part of Object.values(object(parsed?.["UserData"]) ?? {})) addPayload(fields, part);
    return fields;
  } catch {
    return undefined;
  }
}

// ConvertTo-Json of Windows PowerShell writes `/Date(1700000000000)/`.
function dotNetDate(time: string): number | undefined {
  if (!time.startsWith("/Date(")) return undefined;
  const ms = Number.parseInt(time.slice(6), 10);
  return Number.isNaN(ms) ? undefined : ms;
}

// The few captions of Security's messages that differ from the payload's names.
const CAPTIONS: Readonly<Record<string, string>> = {
  ProcessCommandLine: "CommandLine", CreatorProcessName: "ParentProcessName", NewProcessID: "NewProcessId", CreatorProcessID: "ProcessId",
  SourceNetworkAddress: "IpAddress", SourcePort: "IpPort", LogonProcess: "LogonProcessName", AuthenticationPackage: "AuthenticationPackageName",
};

// What is left of the payload where only the rendered message was exported: `Name: value` lines.
function messageFields(message: string): Draft {
  const fields: Draft = {};
  for (const line of message.split("\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().replaceAll(" ", "");
    const value = line.slice(colon + 1).trim();
    // A caption that repeats (Account Name of subject and target) keeps the first, as the subject's stands first.
    const field = Object.hasOwn(CAPTIONS, name) ? CAPTIONS[name]! : name;
    if (name !== "" && value !== "" && !Object.hasOwn(fields, field)) put(fields, field, value);
  }
  return fields;
}
