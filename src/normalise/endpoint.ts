// Endpoint sensors without an own Sigma product: ECS documents about processes, files and connections, and macOS'
// Endpoint Security as `eslogger` writes it. The fields stay; the product comes from the operating system.
import type { Draft } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import type { Shape } from "./shape.ts";

const SYSTEMS: Readonly<Record<string, string>> = { windows: "windows", linux: "linux", macos: "macos", darwin: "macos", osx: "macos" };

/** Events of endpoint sensors; the channel is `ecs` or `eslogger`, the code what happened. */
export const endpointShape: Shape = (candidate) => {
  const { record, json, source, hint } = candidate;
  if (Object.hasOwn(record, "event_type") && Object.hasOwn(record, "process") && Object.hasOwn(record, "schema_version") && object(record["event"]) !== undefined) {
    // The command line is joined here, so the JSON does not hold it.
    return [makeEvent({ ...macos(record), time: record["time"], host: undefined }, undefined, undefined, source)];
  }
  const event = object(record["event"]);
  if (event === undefined || (event["category"] === undefined && event["kind"] === undefined)) return undefined;
  const product = (event["category"] === undefined ? undefined : (system(record) ?? hint.product)) ?? (isEcs(record) ? "ecs" : undefined);
  if (product === undefined) return undefined;
  return [makeEvent({ product, channel: "ecs", code: kind(event), time: record["@timestamp"], host: object(record["host"])?.["name"], fields: record }, undefined, json, source)];
};

// Documents that a shipper or another platform already brought to ECS say so, or have the fields that all of them have.
function isEcs(record: Draft): boolean {
  return object(record["ecs"])?.["version"] !== undefined || Object.hasOwn(record, "ecs.version") || (object(record["event"])?.["kind"] !== undefined && Object.hasOwn(record, "@timestamp"));
}

function system(record: Draft): string | undefined {
  const os = object(object(record["host"])?.["os"]);
  for (const name of [os?.["type"], os?.["platform"], os?.["family"]]) {
    if (typeof name === "string" && Object.hasOwn(SYSTEMS, name.toLowerCase())) return SYSTEMS[name.toLowerCase()];
  }
  return undefined;
}

// `process.start`, `file.creation`…: ECS' category and type, of which either may be a list; the first of each tells most.
function kind(event: Draft): string {
  const category = words(event["category"])[0] ?? "";
  const types = words(event["type"]);
  return `${category}.${types.find((type) => type === "start" || type === "creation" || type === "deletion") ?? types[0] ?? ""}`;
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter((word) => typeof word === "string");

// Apple's EndpointSecurity headers: es_event_exec_t, es_event_create_t. Arguments come as a list; Sigma wants a line.
function macos(record: Draft) {
  const event = object(record["event"]) ?? {};
  const name = Object.keys(event)[0] ?? "";
  const exec = object(event["exec"]);
  const args = exec?.["args"];
  const fields: Draft = exec !== undefined && Array.isArray(args) ? { ...record, CommandLine: args.join(" ") } : record;
  return { product: "macos", channel: "eslogger", code: name, fields };
}
