// Google: Cloud Audit Logs (a LogEntry with `protoPayload`, bare or in a Pub/Sub message's `data`) and the Workspace
// Admin SDK's reports. Workspace logs that were exported to Cloud Logging are audit entries of their own services.
import type { Draft, Event } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import type { Candidate, Shape } from "./shape.ts";

/** Cloud audit entries and Workspace activities. */
export const googleShape: Shape = (candidate) => {
  const { record, inside } = candidate;
  if (object(record["protoPayload"]) !== undefined) return [audit(record["protoPayload"] as Draft, candidate)];
  if (typeof record["logName"] === "string" && (Object.hasOwn(record, "jsonPayload") || Object.hasOwn(record, "textPayload"))) return [entry(record["logName"], candidate)];
  const data = object(record["data"]);
  if (object(data?.["protoPayload"]) !== undefined || (typeof data?.["logName"] === "string" && Object.hasOwn(data, "jsonPayload"))) return inside(data, candidate.json);
  if (typeof record["kind"] === "string" && record["kind"].startsWith("admin#reports#activit")) {
    return Array.isArray(record["items"]) ? record["items"].flatMap((item: unknown) => inside(item, undefined)) : activities(candidate);
  }
  return undefined;
};

const SERVICES: Readonly<Record<string, string>> = { "admin.googleapis.com": "google_workspace.admin", "login.googleapis.com": "google_workspace.login" };

function audit(payload: Draft, { record, json, source }: Candidate): Event {
  const service = payload["serviceName"];
  const channel = typeof service === "string" && Object.hasOwn(SERVICES, service) ? SERVICES[service] : "gcp.audit";
  return makeEvent({ product: "gcp", channel, code: payload["methodName"], time: record["timestamp"] ?? record["receiveTimestamp"], host: undefined, fields: record }, undefined, json, source);
}

// `projects/p/logs/compute.googleapis.com%2Ffirewall`: the log is what stands behind the service.
function entry(logName: string, { record, json, source }: Candidate): Event {
  const channel = logName.slice(logName.lastIndexOf("/") + 1).split("%2F").at(-1);
  return makeEvent({ product: "gcp", channel, code: undefined, time: record["timestamp"] ?? record["receiveTimestamp"], host: undefined, fields: record }, undefined, json, source);
}

// One activity may tell several events. Rules name the event eventName and its service eventService; parameters
// (setting_name, new_value…) are fields of their own, in lower case as rules write them. So the JSON does not hold all values.
function activities({ record, source }: Candidate): Event[] {
  const id = object(record["id"]) ?? {};
  const application = typeof id["applicationName"] === "string" ? id["applicationName"] : "";
  const list = Array.isArray(record["events"]) ? (record["events"] as readonly unknown[]) : [record["events"]];
  return list.map((item) => {
    const event = object(item) ?? {};
    const fields: Draft = { ...parameters(event["parameters"]), ...record, events: event, eventName: event["name"], eventType: event["type"], eventService: `${application}.googleapis.com` };
    return makeEvent({ product: "gcp", channel: `google_workspace.${application}`, code: event["name"], time: id["time"], host: undefined, fields }, undefined, undefined, source);
  });
}

function parameters(list: unknown): Draft {
  const named: [string, string][] = [];
  if (!Array.isArray(list)) return {};
  for (const item of list as readonly unknown[]) {
    const parameter = object(item);
    const value = parameter?.["value"] ?? parameter?.["intValue"] ?? parameter?.["boolValue"] ?? parameter?.["multiValue"];
    if (typeof parameter?.["name"] === "string") named.push([parameter["name"].toLowerCase(), value as string]);
  }
  return Object.fromEntries(named);
}
