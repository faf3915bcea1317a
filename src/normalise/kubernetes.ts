// The Kubernetes API server's audit log, audit.k8s.io/v1.
import type { Draft } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import type { Shape } from "./shape.ts";

/** Audit events, alone or in an `EventList`. */
export const kubernetesShape: Shape = ({ record, json, source, inside }) => {
  const version = record["apiVersion"];
  const isAudit = typeof version === "string" && version.startsWith("audit.k8s.io/");
  if (isAudit && Array.isArray(record["items"])) return record["items"].flatMap((item: unknown) => inside(item, undefined));
  if (!isAudit && !(Object.hasOwn(record, "auditID") && Object.hasOwn(record, "verb"))) return undefined;
  const time = record["requestReceivedTimestamp"] ?? record["stageTimestamp"] ?? record["timestamp"];
  addPodFields(record);
  return [makeEvent({ product: "kubernetes", channel: "audit", code: record["verb"], time, host: undefined, fields: record }, undefined, json, source)];
};

// Rules ask for `hostPath` and `capabilities` wherever the pod's specification has them.
function addPodFields(record: Draft): void {
  const pod = object(record["requestObject"]);
  const spec = object(object(object(pod?.["spec"])?.["template"])?.["spec"]) ?? object(pod?.["spec"]);
  if (spec === undefined) return;
  const paths = each(spec["volumes"]).map((volume) => object(volume["hostPath"])?.["path"]).filter((path) => path !== undefined);
  if (paths.length > 0) record["hostPath"] ??= paths;
  const added = each(spec["containers"]).flatMap((container) => {
    const list = object(object(container["securityContext"])?.["capabilities"])?.["add"];
    return Array.isArray(list) ? (list as string[]) : [];
  });
  if (added.length > 0) record["capabilities"] ??= added;
}

const each = (list: unknown): Draft[] => (Array.isArray(list) ? list.map(object).filter((item) => item !== undefined) : []);
