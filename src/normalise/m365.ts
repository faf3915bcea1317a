// Microsoft 365: the unified audit log of the Management Activity API, its export (`AuditData` as text), and
// Log Analytics' OfficeActivity table.
import { makeEvent } from "./make.ts";
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
  const fields = record["Workload"] === undefined && record["OfficeWorkload"] !== undefined ? { ...record, Workload: record["OfficeWorkload"] } : record;
  return [makeEvent({ product: "m365", channel: "audit", code: record["Operation"], time, host: undefined, fields }, undefined, json, source)];
};
