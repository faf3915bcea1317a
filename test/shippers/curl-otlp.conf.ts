import { readFileSync } from "node:fs";
import type { Shipper } from "./shipper.ts";

/** curl sending what an OpenTelemetry exporter sends in JSON; the configuration file is the request. */
export const curlOtlp: Shipper = {
  name: "curl OTLP/HTTP JSON",
  packages: ["curl"],
  program: "curl",
  ends: true,
  config: ({ input }) => JSON.stringify({ resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ scope: { name: "numbered" }, logRecords: records(input) }] }] }),
  arguments: ({ port, token }, config) => [
    "--silent", "--show-error", "--fail", "--retry", "10", "--header", `Authorization: Bearer ${token}`, "--header", "Content-Type: application/json",
    "--data-binary", `@${config}`, `http://127.0.0.1:${port}/v1/logs`,
  ],
};

const RESOURCE = { attributes: [{ key: "host.name", value: { stringValue: "sender" } }] };

const records = (input: string) =>
  readFileSync(input, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line, i) => ({ timeUnixNano: `17000000000${String(i).padStart(8, "0")}`, severityNumber: 9, body: { stringValue: line } }));
