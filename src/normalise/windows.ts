// Windows events whose names lie flat in one object: NXLog, Get-WinEvent exports, Log Analytics, and what the other
// shapes are brought to. Names after Sigma's taxonomy: EventData's own, and System's as Element_Attribute; where an
// exporter renames those of System (SourceName, Hostname…), content/logsources/windows.yml has the alias.
import type { Draft, Event, Provenance, Value } from "../core/index.ts";
import { scalar } from "./make.ts";

// RPC Firewall writes to the Windows event log, but Sigma calls it a product; Sysmon for Linux speaks the Windows language.
const RPC_FIREWALL = "RPCFW";
const LINUX_SYSMON = "Linux-Sysmon/Operational";
const SYSMON = "Microsoft-Windows-Sysmon/Operational";

/**
 * An event of a record that has Windows names flat; `channel` is the log's name.
 *
 * The way of nearly all records: it may add no more than a few reads to JSON.parse, and names that are often
 * missing come last, because V8 answers a miss several times slower than a hit.
 */
export function windowsEvent(record: Draft, channel: string, json: string | undefined, source: Provenance): Event {
  const host = record["Hostname"] ?? record["Computer"] ?? record["MachineName"];
  return {
    product: channel === RPC_FIREWALL ? "rpc_firewall" : channel === LINUX_SYSMON ? "linux" : "windows",
    channel,
    code: scalar(record["EventID"]),
    time: scalar((channel === SYSMON ? record["UtcTime"] : undefined) ?? timeOf(record)),
    host: typeof host === "string" ? host : undefined,
    fields: record,
    text: undefined,
    json,
    source,
  };
}

// EventTime has lost its zone; @timestamp is often the collector's.
function timeOf(record: Draft): Value {
  if (Object.hasOwn(record, "TimeCreated")) return record["TimeCreated"];
  return record["@timestamp"] ?? record["EventTime"] ?? record["TimeGenerated"] ?? record["UtcTime"];
}
