// Winlogbeat and Elastic Agent: `winlog.*` (7 and 8) and the flat `event_id`, `log_name`, `event_data` (6 and older).
import type { Event, Provenance } from "../core/index.ts";
import { object, type Draft } from "./make.ts";
import { windowsEvent } from "./windows.ts";

/** An event of a Beats document; `log` is its `winlog` object, or the document itself before version 7. */
export function beatsEvent(document: Draft, log: Draft, json: string | undefined, source: Provenance): Event {
  const payload = object(log["event_data"]) ?? userData(log);
  const channel = log["channel"] ?? log["log_name"];
  const id = log["event_id"] ?? object(document["event"])?.["code"];
  const fields: Draft = {
    EventID: id,
    Channel: channel,
    Provider_Name: log["provider_name"] ?? log["source_name"],
    Computer: log["computer_name"] ?? object(document["host"])?.["name"],
    Message: document["message"],
    Level: document["level"] ?? object(document["log"])?.["level"],
    Task: log["task"],
    Keywords: log["keywords"],
    Security_UserID: object(log["user"] ?? document["user"])?.["identifier"],
    "@timestamp": document["@timestamp"],
    // Last, because a payload's own Channel counts for rules: event 104 names there the log that was cleared.
    ...payload,
  };
  fields["EventID"] = id;
  if (payload !== undefined && Object.hasOwn(payload, "param1") && !Object.hasOwn(payload, "Data")) fields["Data"] = params(payload);
  return windowsEvent(fields, typeof channel === "string" ? channel : "", json, source);
}

// Winlogbeat puts an event's <UserData> element under one name more than <EventData>'s, in some versions.
function userData(log: Draft): Draft | undefined {
  const data = object(log["user_data"]);
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
