import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, test } from "vitest";
import type { Arrival, Intake, Transport } from "../arrival.ts";
import { REQUIREMENTS, type Way } from "../conformance.ts";
import { encodeLogs } from "../../../test/senders/otlp.ts";
import { type Ask, tryPort } from "../../../test/senders/http.ts";

const BATCH = 500;

type Protocol = {
  readonly name: string;
  readonly transport: Transport;
  readonly ask: (lines: readonly string[]) => Ask;
  /** The text that was sent, out of a line that arrived. */
  readonly inside: (line: string) => string;
};

const member = (name: string) => (line: string): string => (JSON.parse(line) as Record<string, string>)[name]!;
const logs = (lines: readonly string[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: lines.map((line) => ({ body: { stringValue: line } })) }] }] });

const PROTOCOLS: readonly Protocol[] = [
  {
    name: "bulk",
    transport: "bulk",
    ask: (lines) => ({ path: "/_bulk", body: lines.map((message) => `{"create":{"_index":"logs"}}\n${JSON.stringify({ message })}\n`).join("") }),
    inside: member("message"),
  },
  {
    name: "bulk of what is no JSON, packed",
    transport: "bulk",
    ask: (lines) => ({ path: "/logs/_bulk", headers: { "content-encoding": "gzip" }, body: gzipSync(lines.map((line) => `{"index":{}}\n${line}\n`).join("")) }),
    inside: (line) => line,
  },
  { name: "HEC events", transport: "hec", ask: (lines) => ({ path: "/services/collector/event", body: lines.map((event) => JSON.stringify({ event })).join("") }), inside: member("event") },
  { name: "HEC raw", transport: "hec", ask: (lines) => ({ path: "/services/collector/raw", body: lines.join("\r\n") }), inside: (line) => line },
  {
    name: "OTLP in JSON",
    transport: "otlp",
    ask: (lines) => ({ path: "/v1/logs", headers: { "content-type": "application/json" }, body: JSON.stringify(logs(lines)) }),
    inside: member("body"),
  },
  {
    name: "OTLP in protobuf",
    transport: "otlp",
    ask: (lines) => ({ path: "/v1/logs", headers: { "content-type": "application/x-protobuf" }, body: encodeLogs(logs(lines)) }),
    inside: member("body"),
  },
  { name: "text", transport: "ndjson", ask: (lines) => ({ path: "/ingest", headers: { "content-type": "text/plain" }, body: lines.join("\n") }), inside: (line) => line },
  { name: "a JSON list", transport: "ndjson", ask: (lines) => ({ path: "/ingest", headers: { "content-type": "application/json" }, body: JSON.stringify(lines) }), inside: (line) => JSON.parse(line) as string },
];

/** What arrives, as the requirements compare it; they count how often they are asked to take, so nothing is refused earlier. */
const unwrapped = (intake: Intake, inside: Protocol["inside"]): Intake => ({
  ...intake,
  isFull: () => false,
  take: (arrival: Arrival) => intake.take({ ...arrival, lines: arrival.lines.map((line) => Buffer.from(inside(Buffer.from(line).toString()))) }),
});

const way = ({ transport, ask, inside }: Protocol): Way => ({
  transport,
  canWait: true,
  start: async (intake) => {
    const port = await tryPort(unwrapped(intake, inside));
    const send = async (lines: readonly string[]): Promise<readonly string[]> => {
      for (let at = 0; at < lines.length; at += BATCH) {
        const batch = ask(lines.slice(at, at + BATCH));
        while ((await port.ask(batch)).status !== 200) await pause(1);
      }
      return lines;
    };
    return { send, close: port.close };
  },
});

describe.each(PROTOCOLS)("$name", (protocol) => {
  test.each(REQUIREMENTS)("$name", ({ check }) => check(way(protocol)));
});
