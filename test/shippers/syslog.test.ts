// The real shippers against the real listeners. Those that this machine does not have are skipped, with a line that says so.
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Recorder } from "../../src/sources/conformance.ts";
import { listenRelp, listenSyslogTcp, listenSyslogUdp, type Listening } from "../../src/sources/index.ts";
import { AUTHORITY, SERVER } from "../certificates.ts";
import { loggerTcp, loggerUdp } from "./logger.conf.ts";
import { rsyslogRelp, rsyslogRelpTls } from "./rsyslog-relp.conf.ts";
import { rsyslogTcp } from "./rsyslog-tcp.conf.ts";
import { rsyslogTls } from "./rsyslog-tls.conf.ts";
import { rsyslogUdp } from "./rsyslog-udp.conf.ts";
import type { Shipper } from "./shipper.ts";
import { syslogNgTcp } from "./syslog-ng-tcp.conf.ts";
import { syslogNgTls } from "./syslog-ng-tls.conf.ts";

const SHIPPERS: readonly Shipper[] = [loggerUdp, loggerTcp, rsyslogUdp, rsyslogTcp, rsyslogTls, rsyslogRelp, rsyslogRelpTls, syslogNgTcp, syslogNgTls];
const LISTEN = { "syslog-udp": listenSyslogUdp, "syslog-tcp": listenSyslogTcp, "syslog-tls": listenSyslogTcp, relp: listenRelp };
// Daemons are in folders that are not in everybody's PATH.
const FOLDERS = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
const RSYSLOG_MODULES = ["/usr/lib/x86_64-linux-gnu/rsyslog", "/usr/lib/aarch64-linux-gnu/rsyslog", "/usr/lib/rsyslog", "/usr/lib64/rsyslog"];
const LINES = 10_000;

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "vigie-shippers-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

for (const shipper of SHIPPERS) {
  const missing = missingOf(shipper);
  if (missing !== undefined) process.stderr.write(`skipped: ${shipper.name}: ${missing}; Debian has it in ${shipper.packages.join(", ")}\n`);
  test.skipIf(missing !== undefined)(`${shipper.name} delivers every line once`, () => deliver(shipper));
}

async function deliver(shipper: Shipper): Promise<void> {
  const recorder = new Recorder();
  const listener = await listen(shipper, recorder);
  const folder = mkdtempSync(join(dir, "run-"));
  const delivery = { port: listener.port, token: "", input: join(folder, "input.log"), dir: folder };
  writeFileSync(delivery.input, Array.from({ length: LINES }, (_, i) => `numbered event ${i} é\n`).join(""));
  for (const [name, text] of Object.entries(shipper.files ?? {})) writeFileSync(join(folder, name), text);
  const config = join(folder, "shipper.conf");
  writeFileSync(config, shipper.config(delivery));
  const running = spawn(shipper.program, shipper.arguments(delivery, config), { stdio: "ignore", env: { ...process.env, PATH: FOLDERS.join(delimiter) } });
  const ended = new Promise((resolve) => running.once("exit", resolve));
  try {
    await recorder.hasAccountedFor(LINES);
    // Long enough for a line that comes twice to come.
    await pause(200);
  } finally {
    running.kill();
    await ended;
    await listener.close();
  }
  const numbers = recorder.lines().map((line) => Number(/numbered event (\d+) é/.exec(line)?.[1]));
  // Only a datagram may be lost, and then it is counted.
  if (shipper.protocol !== "syslog-udp") expect(recorder.lost).toBe(0);
  expect(numbers.length).toBe(LINES - recorder.lost);
  expect(new Set(numbers).size).toBe(numbers.length);
}

function listen({ name, protocol, isEncrypted = protocol === "syslog-tls" }: Shipper, recorder: Recorder): Promise<Listening> {
  const tls = isEncrypted ? ({ ...SERVER, ca: AUTHORITY, clientCertificates: "required" } as const) : undefined;
  const lost = ({ lines }: { lines: number }): void => {
    recorder.lost += lines;
  };
  return LISTEN[protocol ?? "syslog-tcp"]({ name, host: "127.0.0.1", port: 0, maxLineBytes: 1 << 20, tls }, { intake: recorder, claim: () => undefined, lost, failed: () => {} });
}

/** What this machine does not have of a shipper. */
function missingOf({ program, config }: Shipper): string | undefined {
  if (!FOLDERS.some((folder) => isThere(join(folder, program), constants.X_OK))) return `there is no ${program}`;
  const text = config({ port: 0, token: "", input: "", dir: "" });
  const modules = [...text.matchAll(/module\(load="(\w+)"/g)].map((match) => `${match[1]}.so`);
  if (text.includes(`StreamDriver="gtls"`)) modules.push("lmnsd_gtls.so");
  const absent = modules.find((module) => !RSYSLOG_MODULES.some((folder) => isThere(join(folder, module), constants.R_OK)));
  return absent === undefined ? undefined : `there is no ${absent}`;
}

function isThere(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
