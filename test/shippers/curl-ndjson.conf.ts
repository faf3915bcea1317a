import { readFileSync } from "node:fs";
import type { Shipper } from "./shipper.ts";

/** curl: a file of JSON lines, which is the configuration file. */
export const curlNdjson: Shipper = {
  name: "curl NDJSON",
  packages: ["curl"],
  program: "curl",
  ends: true,
  config: ({ input }) => readFileSync(input, "utf8").replace(/^event .*$/gm, (line) => JSON.stringify({ host: "sender", message: line })),
  arguments: ({ port, token }, config) => [
    "--silent", "--show-error", "--fail", "--retry", "10", "--header", `Authorization: Bearer ${token}`, "--header", "Content-Type: application/x-ndjson",
    "--data-binary", `@${config}`, `http://127.0.0.1:${port}/ingest`,
  ],
};
