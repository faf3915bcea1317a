// Entra ID and Azure: Azure Monitor's diagnostic records, Microsoft Graph's objects, Log Analytics' tables.
// Sources: "Azure Monitor resource logs schema", Graph reference for signIn, directoryAudit, riskDetection.
import { type Draft, type Event, isoOfWritten, timeMs, type Value } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import type { Candidate, Shape } from "./shape.ts";

// Azure Monitor's `category`, in lower case.
const CATEGORIES: Readonly<Record<string, string>> = {
  signinlogs: "signinlogs", noninteractiveusersigninlogs: "signinlogs", serviceprincipalsigninlogs: "signinlogs",
  managedidentitysigninlogs: "signinlogs", adfssigninlogs: "signinlogs", auditlogs: "auditlogs",
  userriskevents: "riskdetection", serviceprincipalriskevents: "riskdetection", riskyusers: "riskyusers",
  administrative: "activitylogs", security: "activitylogs", policy: "activitylogs", servicehealth: "activitylogs",
  alert: "activitylogs", recommendation: "activitylogs", autoscale: "activitylogs", resourcehealth: "activitylogs",
  action: "activitylogs", write: "activitylogs", delete: "activitylogs",
};
// Log Analytics' `Type` (the table's name), in lower case.
const TABLES: Readonly<Record<string, string>> = {
  signinlogs: "signinlogs", aadnoninteractiveusersigninlogs: "signinlogs", aadserviceprincipalsigninlogs: "signinlogs",
  aadmanagedidentitysigninlogs: "signinlogs", auditlogs: "auditlogs", azureactivity: "activitylogs",
  aaduserriskevents: "riskdetection", aadserviceprincipalriskevents: "riskdetection", aadriskyusers: "riskyusers",
};

/** Entra sign-ins, audits, risks and privileged-identity alerts, and Azure's activity log. */
export const azureShape: Shape = (candidate) => {
  const { record, inside } = candidate;
  if (Array.isArray(record["records"]) && !Object.hasOwn(record, "eventSource")) return record["records"].flatMap((item: unknown) => inside(item, undefined));
  if (Array.isArray(record["value"]) && Object.hasOwn(record, "@odata.context")) return record["value"].flatMap((item: unknown) => inside(item, undefined));
  const properties = object(record["properties"]);
  // AKS sends the API server's audit log as text within a diagnostic record.
  if (isText(properties?.["log"]) && isText(record["category"]) && record["category"].startsWith("kube-audit")) {
    const events = inside(properties["log"], properties["log"]);
    const time = record["time"];
    if (events.some(({ product }) => product !== "")) return events.map((one) => ({ ...one, time: one.time ?? (isText(time) ? time : undefined) }));
  }
  const logAnalytics = table(record);
  if (logAnalytics !== undefined) return [event(logAnalytics, openColumns(record) ? { ...candidate, json: undefined } : candidate)];
  const channel = monitor(record) ?? graph(record);
  return channel === undefined ? undefined : [event(channel, candidate)];
};

// Log Analytics' columns of type dynamic, which exports write as text.
const DYNAMIC = ["InitiatedBy", "TargetResources", "AdditionalDetails", "Status", "DeviceDetail", "LocationDetails", "AuthenticationDetails", "ConditionalAccessPolicies", "NetworkLocationDetails"];

/** Turns columns with JSON in a text into what they hold; says whether there was one. */
function openColumns(record: Draft): boolean {
  let found = false;
  for (const name of DYNAMIC) {
    const value = record[name];
    if (!isText(value) || !/^[[{]/.test(value)) continue;
    try {
      record[name] = JSON.parse(value) as Draft;
      found = true;
    } catch {
      // It stays the text that it is.
    }
  }
  return found;
}

const isText = (value: unknown): value is string => typeof value === "string";

function event(channel: string, { record, json, source }: Candidate): Event {
  const time = record["time"] ?? record["createdDateTime"] ?? record["activityDateTime"] ?? record["eventTimestamp"] ?? record["TimeGenerated"] ?? record["detectedDateTime"] ?? record["EventTimeString"];
  const name = record["operationName"] ?? record["OperationName"] ?? record["OperationNameValue"] ?? record["activityDisplayName"] ?? record["riskEventType"] ?? record["EventName"];
  const code = object(name)?.["value"] ?? name;
  return makeEvent({ product: "azure", channel, code, time: instant(time), host: undefined, fields: record }, undefined, json, source);
}

// Older services write 8/22/2022 6:07:16 PM, in UTC.
function instant(time: Value): Value {
  if (typeof time !== "string" || timeMs(time) !== undefined) return time;
  const iso = isoOfWritten(time);
  return iso === undefined ? time : /[Zz]$|[+-]\d\d:?\d\d$/.test(iso) ? iso : `${iso}Z`;
}

const lookUp = (map: Readonly<Record<string, string>>, value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  const key = value.toLowerCase();
  return Object.hasOwn(map, key) ? map[key] : undefined;
};

function table(record: Draft): string | undefined {
  return Object.hasOwn(record, "TimeGenerated") || Object.hasOwn(record, "TenantId") ? lookUp(TABLES, record["Type"]) : undefined;
}

function monitor(record: Draft): string | undefined {
  const category = record["category"] ?? record["Category"];
  if (!Object.hasOwn(record, "resourceId") && !Object.hasOwn(record, "properties") && !Object.hasOwn(record, "operationName")) return undefined;
  const name = object(record["operationName"]) ?? object(category);
  // The activity log's own API wraps names as {value, localizedValue}.
  if (name !== undefined && Object.hasOwn(name, "localizedValue")) return "activitylogs";
  const known = lookUp(CATEGORIES, category);
  if (known !== undefined) return known;
  const resource = record["resourceId"];
  if (typeof resource !== "string" || typeof category !== "string") return undefined;
  return category.toLowerCase();
}

function graph(record: Draft): string | undefined {
  if (Object.hasOwn(record, "userPrincipalName") && Object.hasOwn(record, "appDisplayName") && Object.hasOwn(record, "createdDateTime")) return "signinlogs";
  if (Object.hasOwn(record, "activityDisplayName") && Object.hasOwn(record, "activityDateTime") && Object.hasOwn(record, "initiatedBy")) return "auditlogs";
  if (Object.hasOwn(record, "alertDefinitionId") && Object.hasOwn(record, "scopeId")) return "pim";
  if (!Object.hasOwn(record, "riskEventType")) return undefined;
  // PIM's alerts reach people through the same feed as Identity Protection's: …AlertIncident, …AlertConfiguration.
  const type = record["riskEventType"];
  return typeof type === "string" && type.includes("Alert") ? "pim" : "riskdetection";
}
