// The role that receives: listeners and followed files hand over to the spool.
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Counter, Gauge } from "prom-client";
import { DomainError } from "../core/index.ts";
import { type Claims, type Config, type ListenerConfig } from "../config/index.ts";
import { lastPosition } from "../live/index.ts";
import { followFiles, listenHttp, listenRelp, listenSyslogTcp, listenSyslogUdp, type Lost, type Receiver, type TlsOptions } from "../sources/index.ts";
import { openSpoolWriter, type SpoolWriter } from "../spool/index.ts";
import { openState, withSystem } from "../store/index.ts";
import { listenInternal } from "./internal-intake.ts";
import type { RoleAtWork, RoleProcess } from "./child.ts";
import { sourcesAtWork } from "./sources-at-work.ts";
import { tailPositions } from "./tail-positions.ts";

export type IngestOptions = { readonly config: Config; readonly data: string; readonly postgresUrl: string; readonly internal: { readonly key: string; readonly port: number } };

type AtWork = { readonly name: string; readonly address: string; readonly close: () => Promise<void> };

const MEGABYTE = 1 << 20;
const TAIL_LINE_BYTES = MEGABYTE;

/** Starts every listener of the configuration. Throws if one cannot listen. */
export async function startIngest({ config, data, postgresUrl, internal: inside }: IngestOptions, { log, metrics }: RoleProcess): Promise<RoleAtWork> {
  mkdirSync(spoolPath(data), { recursive: true, mode: 0o700 });
  const spool = openSpoolWriter({ path: spoolPath(data), quotaBytes: config.spool.quotaMb * MEGABYTE, afterPlace: await committed(postgresUrl) });
  const lost = new Counter({ name: "vigie_lost_lines_total", help: "Lines that a listener could not keep", labelNames: ["collector", "reason"], registers: [metrics] });
  showFill(spool, metrics);
  const receiver: Omit<Receiver, "claim"> = {
    intake: spool,
    lost: ({ collector, reason, lines }: Lost) => {
      lost.inc({ collector, reason }, lines);
      log.warn({ collector, reason, lines }, "lines were lost");
    },
    failed: (error) => log.error({ error: error.message }, "a listener failed"),
  };
  const state = openState({ url: postgresUrl, connections: 1, onError: (error) => log.warn({ error: error.message }, "a database connection broke") });
  const listening: AtWork[] = [];
  try {
    const { claims, stop } = await sourcesAtWork({ state, config, log });
    listening.push({ name: "sources", address: "", close: stop });
    const internal = await listenInternal(spool, inside);
    listening.push({ name: "internal", address: internal.url, close: internal.close });
    for (const { id: tenant, sources } of config.tenants) {
      for (const { name: source, tail: paths } of sources) {
        if (paths.length === 0) continue;
        const from = { tenant, source };
        const following = await followFiles({ ...receiver, name: "tail", from, paths, maxLineBytes: TAIL_LINE_BYTES, state: tailPositions(data, from) });
        listening.push({ name: `tail ${tenant}/${source}`, address: `file://${paths.join(",")}`, close: following.close });
      }
    }
    for (const listener of config.listeners) listening.push(await listen(listener, receiver, claims));
  } catch (error) {
    await Promise.all(listening.map(({ close }) => close()));
    await state.close();
    await spool.close();
    throw error;
  }
  return {
    addresses: Object.fromEntries(listening.filter(({ address }) => address !== "").map(({ name, address }) => [name, address])),
    stop: async () => {
      await Promise.all(listening.map(({ close }) => close()));
      await state.close();
      await spool.close();
    },
  };
}

/** Where the spool of a data directory is. */
export const spoolPath = (data: string): string => join(data, "spool");

// The spool's files may have been removed by hand; places that are used up must not come again.
async function committed(url: string): Promise<number> {
  const state = openState({ url, connections: 1, onError: () => {} });
  try {
    return await withSystem(state, lastPosition);
  } finally {
    await state.close();
  }
}

function showFill(spool: SpoolWriter, registry: RoleProcess["metrics"]): void {
  const registers = [registry];
  const gauge = (name: string, help: string, of: () => number) => new Gauge({ name, help, registers, collect() { this.set(of()); } });
  gauge("vigie_spool_waiting_bytes", "Bytes that arrived and are not stored yet", () => spool.fill().waitingBytes);
  gauge("vigie_spool_quota_bytes", "Bytes that may wait before senders are told to wait", () => spool.fill().quotaBytes);
  gauge("vigie_spool_refused_lines", "Lines refused because the spool was full; their senders were told", () => spool.fill().refused);
}

async function listen({ name, protocol, host, port, tls, maxLineBytes }: ListenerConfig, receiver: Omit<Receiver, "claim">, claims: Claims): Promise<AtWork> {
  const options = { name, host, port, maxLineBytes, tls: tls === undefined ? undefined : await readTls(name, tls) };
  if (protocol === "http") {
    const listening = await listenHttp(options, { ...receiver, authenticate: claims.ofToken });
    return { name, address: `${protocol}://${listening.host}:${listening.port}`, close: listening.close };
  }
  const open = { "syslog-udp": listenSyslogUdp, "syslog-tcp": listenSyslogTcp, "syslog-tls": listenSyslogTcp, relp: listenRelp }[protocol];
  const listening = await open(options, { ...receiver, claim: claims.ofSender });
  return { name, address: `${protocol}://${listening.host}:${listening.port}`, close: listening.close };
}

async function readTls(name: string, { cert, key, ca, clientCertificates }: NonNullable<ListenerConfig["tls"]>): Promise<TlsOptions> {
  const read = (path: string): Promise<string> =>
    readFile(path, "utf8").catch((error: unknown) => {
      throw new DomainError("invalid", `listener ${name}: ${resolve(path)} cannot be read (${error instanceof Error ? error.message : String(error)}); paths count from the folder that vigie was started in.`);
    });
  const [certText, keyText, caText] = await Promise.all([read(cert), read(key), ca === undefined ? undefined : read(ca)]);
  return { cert: certText, key: keyText, ca: caText, clientCertificates };
}
