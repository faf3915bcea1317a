// Winlogbeat and Elastic Agent: `winlog.*` (7 and 8) and the flat `event_id`, `log_name`, `event_data` (6 and older).
// The payload goes over the system's names: its own Channel counts for rules, as event 104 names there the log that was
// cleared. Only the id stays the system's.
import type { Draft, Event, Provenance, Value } from "../core/index.ts";
import { object } from "./make.ts";
import { windowsEvent } from "./windows.ts";

/** An event of a Winlogbeat 7 or 8 or Elastic Agent document; `log` is its `winlog` object. */
export function beatsEvent(document: Draft, log: Draft, json: string | undefined, source: Provenance): Event {
  const payload = object(log["event_data"]) ?? userData(log["user_data"]);
  const id = log["event_id"] ?? object(document["event"])?.["code"];
  const fields: Draft = {
    EventID: id,
    Channel: log["channel"],
    // The ETW input says the provider and the process elsewhere.
    Provider_Name: log["provider_name"] ?? object(document["event"])?.["provider"],
    Computer: log["computer_name"] ?? object(document["host"])?.["name"],
    Message: document["message"],
    Level: object(document["log"])?.["level"] ?? log["level"],
    Task: log["task"],
    Keywords: log["keywords"],
    Opcode: log["opcode"],
    EventRecordID: log["record_id"],
    Version: log["version"],
    Provider_Guid: log["provider_guid"],
    Correlation_ActivityID: log["activity_id"],
    Execution_ProcessID: object(log["process"])?.["pid"] ?? log["process_id"],
    Execution_ThreadID: object(object(log["process"])?.["thread"])?.["id"] ?? log["thread_id"],
    Security_UserID: object(log["user"])?.["identifier"],
    Security_UserName: object(log["user"])?.["name"],
    Security_UserDomain: object(log["user"])?.["domain"],
    TimeCreated: log["time_created"] ?? document["@timestamp"],
    "@timestamp": document["@timestamp"],
    // What the shipper knows of the machine.
    ...(object(object(document["host"])?.["os"]) === undefined ? {} : { beats_host: document["host"] }),
    ...payload,
  };
  fields["EventID"] = id;
  return event(fields, log["channel"], payload, { json, source });
}

/** An event of a Winlogbeat 6 or older document. */
export function olderBeatsEvent(document: Draft, json: string | undefined, source: Provenance): Event {
  const id = document["event_id"];
  const payload = object(document["event_data"]) ?? userData(document["user_data"]);
  const fields: Draft = {
    EventID: id,
    Channel: document["log_name"],
    Provider_Name: document["source_name"],
    Computer: document["computer_name"],
    Message: document["message"],
    Level: document["level"],
    Task: document["task"],
    Keywords: document["keywords"],
    Opcode: document["opcode"],
    EventRecordID: document["record_number"],
    Version: document["version"],
    Provider_Guid: document["provider_guid"],
    Correlation_ActivityID: document["activity_id"],
    Execution_ProcessID: document["process_id"],
    Execution_ThreadID: document["thread_id"],
    Security_UserID: object(document["user"])?.["identifier"],
    "@timestamp": document["@timestamp"],
    ...payload,
  };
  fields["EventID"] = id;
  return event(fields, document["log_name"], payload, { json, source });
}

function event(fields: Draft, channel: Value, payload: Draft | undefined, from: { readonly json: string | undefined; readonly source: Provenance }): Event {
  if (payload !== undefined && Object.hasOwn(payload, "param1") && !Object.hasOwn(payload, "Data")) fields["Data"] = params(payload);
  return windowsEvent(fields, typeof channel === "string" ? channel : "", from.json, from.source);
}

// Winlogbeat puts an event's <UserData> element under one name more than <EventData>'s, in some versions.
function userData(value: Value): Draft | undefined {
  const data = object(value);
  if (data === undefined) return undefined;
  const names = Object.keys(data);
  return (names.length === 1 ? object(data[names[0]!]) : undefined) ?? data;
}

// Winlogbeat names the nameless <Data> elements param1, param2…; Sigma calls all of them Data.
function params(fields: Draft): string[] {
  const data: string[] = [];
  for (let i = 1; ; i += 1) {
    const value = fields[`param${i}`];
    if (typeof value !== "string") return data;
    data.push(value);
  }
}
