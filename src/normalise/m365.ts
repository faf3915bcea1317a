// Microsoft 365: the unified audit log of the Management Activity API, its export (`AuditData` as text), and
// Log Analytics' OfficeActivity table.
import { type Draft, put } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import type { Shape } from "./shape.ts";

/** Microsoft 365 audit records; the channel is `audit`, the code the operation. */
export const m365Shape: Shape = ({ record, json, source, inside }) => {
  const wrapped = record["AuditData"];
  if (wrapped !== undefined && Object.hasOwn(record, "RecordType")) {
    const events = inside(wrapped, typeof wrapped === "string" ? wrapped : undefined);
    if (events.some((event) => event.product === "m365")) return events;
  }
  // The common schema's other names stand for a record whose operation got lost.
  const isCommon = Object.hasOwn(record, "RecordType") && Object.hasOwn(record, "CreationTime") && Object.hasOwn(record, "Id");
  if (!Object.hasOwn(record, "Operation") && !isCommon) return undefined;
  if (!Object.hasOwn(record, "Workload") && !Object.hasOwn(record, "OfficeWorkload") && !Object.hasOwn(record, "RecordType")) return undefined;
  const time = record["CreationTime"] ?? record["TimeGenerated"] ?? record["CreationDate"];
  const workload = record["Workload"] === undefined && record["OfficeWorkload"] !== undefined ? { Workload: record["OfficeWorkload"] } : {};
  const fields = { ...extended(record["ExtendedProperties"]), ...record, ...workload };
  return [makeEvent({ product: "m365", channel: "audit", code: record["Operation"], time, host: undefined, fields }, undefined, json, source)];
};

// What a sign-in's own names have no room for stands in a list of names and values; rules ask for it by name.
function extended(list: unknown): Draft {
  const named: Draft = {};
  for (const item of Array.isArray(list) ? (list as readonly unknown[]).slice(0, LIMIT) : []) {
    const { Name: name, Value: value } = object(item) ?? {};
    if (typeof name === "string" && typeof value === "string" && EXTENDED.has(name)) put(named, name, value);
  }
  return named;
}

const LIMIT = 100;
const EXTENDED = new Set(["RequestType", "UserAgent", "ResultStatusDetail", "KeepMeSignedIn", "UserAuthenticationMethod"]);
