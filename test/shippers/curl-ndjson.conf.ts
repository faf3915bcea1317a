import type { Shipper } from "./shipper.ts";

/** curl: a file of JSON lines or text, as it is. */
export const curlNdjson: Shipper = {
  name: "curl NDJSON",
  packages: ["curl"],
  program: "curl",
  ends: true,
  config: () => "",
  arguments: ({ port, token, input }) => [
    "--silent", "--show-error", "--fail", "--retry", "10", "--header", `Authorization: Bearer ${token}`, "--header", "Content-Type: application/x-ndjson",
    "--data-binary", `@${input}`, `http://127.0.0.1:${port}/ingest`,
  ],
};
