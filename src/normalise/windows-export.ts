// Get-WinEvent exported as JSON or CSV (`Id`, `LogName`, `ProviderName`, `MachineName`) and Log Analytics' Event table
// (`EventLog`). What the payload held is left only in the message, as `Name: value` lines.
import type { Event } from "../core/index.ts";
import { put, type Draft } from "./make.ts";
import type { Candidate, Shape } from "./shape.ts";
import { windowsEvent } from "./windows.ts";

const CHANNELS = ["Channel", "LogName", "EventLog", "channel", "Log Name"];
const IDS = ["EventID", "EventId", "Id", "event_id", "Event ID", "eventid"];

/** Windows records that name channel and id otherwise than the event log itself. */
export const windowsExportShape: Shape = (candidate) => {
  const { record } = candidate;
  const channel = CHANNELS.map((name) => record[name]).find((value) => typeof value === "string");
  const id = IDS.map((name) => record[name]).find((value) => value !== undefined);
  if (typeof channel !== "string" || id === undefined || !looksWindows(record)) return undefined;
  return [exported(channel, id, candidate)];
};

// `Channel` and `Id` are names that others use, too.
function looksWindows(record: Draft): boolean {
  return ["ProviderName", "Provider_Name", "Provider", "SourceName", "Source", "MachineName", "Computer", "TimeCreated", "EventData", "Message", "RenderedDescription", "EventLog"].some((name) => Object.hasOwn(record, name));
}

function exported(channel: string, id: unknown, { record, json, source }: Candidate): Event {
  const message = record["Message"] ?? record["RenderedDescription"];
  const fields: Draft = { ...(typeof message === "string" ? messageFields(message) : undefined), ...record, EventID: id as string, Channel: channel };
  const time = record["TimeCreated"];
  if (typeof time === "string") fields["TimeCreated"] = dotNetDate(time) ?? time;
  return windowsEvent(fields, channel, json, source);
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
