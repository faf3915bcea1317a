// Suricata's EVE JSON (Suricata user guide, "Eve JSON Format").
import { makeEvent, object } from "./make.ts";
import type { Shape } from "./shape.ts";
import { addUriParts } from "./uri.ts";

/** EVE records: the channel and the code are their event type. */
export const suricataShape: Shape = ({ record, json, source }) => {
  const type = record["event_type"];
  if (typeof type !== "string" || typeof record["timestamp"] !== "string") return undefined;
  if (!["flow_id", "src_ip", "stats", "pcap_cnt", "in_iface"].some((name) => Object.hasOwn(record, name))) return undefined;
  if (type === "http") addUriParts(record, object(record["http"])?.["url"]);
  return [makeEvent({ product: "suricata", channel: type, code: type, time: record["timestamp"], host: record["host"], fields: record }, undefined, json, source)];
};
