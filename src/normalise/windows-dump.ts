// `Event.System/EventData/UserData` as EVTX dump tools write it: attributes under `#attributes`, or as `@Name` or `Name`
// beside `#text`, or under `Provider_attributes`; Velociraptor's without `Event` around. All of it is brought to one flat object.
import { type Draft, type Event, type Provenance, put, type Value } from "../core/index.ts";
import { object } from "./make.ts";
import { windowsEvent } from "./windows.ts";

/** An event of the `Event` object of a dump (Velociraptor: of the record), or undefined if it has no `System`. */
export function dumpEvent(event: Draft, json: string | undefined, source: Provenance): Event | undefined {
  const system = object(event["System"]);
  if (system === undefined) return undefined;
  const fields: Draft = {};
  addPayload(fields, event["EventData"]);
  const user = object(event["UserData"]);
  if (user !== undefined) for (const name of Object.keys(user)) addPayload(fields, user[name]);
  const channel = text(system["Channel"]);
  addSystem(fields, system);
  // A payload's own Channel stays: event 104 names there the log that was cleared.
  fields["Channel"] ??= channel;
  const message = object(event["RenderingInfo"])?.["Message"] ?? event["Message"];
  if (message !== undefined) fields["Message"] ??= text(message);
  return windowsEvent(fields, typeof channel === "string" ? channel : "", json, source);
}

function addSystem(fields: Draft, system: Draft): void {
  fields["EventID"] = text(system["EventID"]);
  fields["Provider_Name"] = attribute(system["Provider"] ?? system["Provider_attributes"], "Name");
  fields["Computer"] = text(system["Computer"]);
  fields["TimeCreated"] = attribute(system["TimeCreated"] ?? system["TimeCreated_attributes"], "SystemTime");
  fields["Level"] ??= text(system["Level"]);
  fields["Task"] ??= text(system["Task"]);
  fields["Opcode"] ??= text(system["Opcode"]);
  fields["Keywords"] ??= text(system["Keywords"]);
  fields["EventRecordID"] = text(system["EventRecordID"]);
  fields["Execution_ProcessID"] = attribute(system["Execution"] ?? system["Execution_attributes"], "ProcessID");
  fields["Execution_ThreadID"] = attribute(system["Execution"] ?? system["Execution_attributes"], "ThreadID");
  fields["Security_UserID"] = attribute(system["Security"] ?? system["Security_attributes"], "UserID");
}

/** Adds the names and values of an `EventData` or of one element of `UserData`. */
export function addPayload(fields: Draft, payload: Value): void {
  if (Array.isArray(payload)) return payload.forEach((part: Value) => addPayload(fields, part));
  const data = object(payload);
  if (data === undefined) return;
  for (const name of Object.keys(data)) {
    const value = data[name];
    if (name === "Data") addData(fields, value);
    else if (name !== "#attributes" && !name.startsWith("@") && !name.endsWith("_attributes") && name !== "xmlns") put(fields, bare(name), text(value));
  }
}

// <Data> elements: named ones become fields, the nameless ones together the field Data.
function addData(fields: Draft, value: Value): void {
  const nameless: Value[] = [];
  for (const item of Array.isArray(value) ? (value as readonly Value[]) : [value]) {
    const name = attribute(item, "Name");
    if (typeof name === "string") put(fields, bare(name), text(item));
    else if (item !== null) nameless.push(text(item));
  }
  if (nameless.length > 0) fields["Data"] = nameless.length === 1 ? nameless[0] : nameless;
}

const bare = (name: string): string => (name.includes(" ") ? name.replaceAll(" ", "") : name);

// An element with attributes is an object whose text lies under `#text`; without text it is empty.
function text(value: Value): Value {
  const element = object(value);
  if (element === undefined) return value;
  if (element["#text"] !== undefined) return element["#text"];
  if (Object.hasOwn(element, "Value")) return element["Value"];
  for (const name of Object.keys(element)) if (name !== "#attributes" && !name.startsWith("@") && name !== "Name") return value;
  return "";
}

function attribute(value: Value, name: string): Value {
  const element = object(value);
  if (element === undefined) return undefined;
  return object(element["#attributes"])?.[name] ?? element[`@${name}`] ?? element[name];
}
