// AWS: CloudTrail, files of `Records`, single records, EventBridge's `detail`, CloudWatch Logs' `logEvents`.
import type { Event } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import type { Shape } from "./shape.ts";

/** CloudTrail, and what else lies in the envelopes that AWS puts around records. */
export const awsShape: Shape = ({ record, json, source, inside }) => {
  // Insight events have neither source nor name in the early versions.
  const isInsight = record["eventType"] === "AwsCloudTrailInsight";
  const isNamed = typeof record["eventSource"] === "string" && typeof record["eventName"] === "string";
  if ((isNamed || isInsight) && (Object.hasOwn(record, "eventID") || Object.hasOwn(record, "eventVersion") || Object.hasOwn(record, "awsRegion"))) {
    const parts = { product: "aws", channel: "cloudtrail", code: record["eventName"], time: record["eventTime"], host: undefined, fields: record };
    return [makeEvent(parts, undefined, json, source)];
  }
  if (Array.isArray(record["Records"])) return items(record["Records"], inside);
  if (Array.isArray(record["logEvents"])) {
    return items(record["logEvents"].map((entry: unknown) => object(entry)?.["message"]), inside);
  }
  const detail = typeof record["detail-type"] === "string" ? object(record["detail"]) : undefined;
  if (detail !== undefined) return inside({ ...detail, eventTime: detail["eventTime"] ?? record["time"] }, undefined);
  return undefined;
};

// An envelope's items have no JSON text of their own: the whole file's would be searched once for each.
function items(list: readonly unknown[], inside: (value: unknown, json: string | undefined) => Event[]): Event[] {
  return list.flatMap((item) => inside(item, typeof item === "string" ? item : undefined));
}
