// The sample logs that are shipped, as the lines of an evening that ends now.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Arrival } from "../sources/index.ts";
import { EVENING_ENDS_MS, shiftTimes } from "./shift-times.ts";

const FOLDER = join(import.meta.dirname, "../../content/samples");

/** Source → its file, and what it is for people. */
export const SOURCES = [
  { name: "servers", technology: "windows", file: "windows-servers.nxlog.jsonl", format: "json" },
  { name: "workstations", technology: "windows", file: "pc-adv-07.winlogbeat.ndjson", format: "json" },
  { name: "identities", technology: "azure", file: "entra-signins.jsonl", format: "json" },
  { name: "web", technology: "nginx", file: "nginx-access.log", format: "text" },
  { name: "linux-sign-ins", technology: null, file: "auth.log", format: "text" },
  { name: "linux-audit", technology: "auditd", file: "audit.log", format: "text" },
] as const;

const AT_ONCE = 500;

/** The lines of a source in parcels, their times moved so that the evening ends at `nowMs`. */
export async function arrivalsOf(tenant: string, { name, file, format }: (typeof SOURCES)[number], nowMs: number): Promise<readonly Arrival[]> {
  const text = shiftTimes(await readFile(join(FOLDER, file), "utf8"), nowMs - EVENING_ENDS_MS);
  const lines = text.split("\n").filter((line) => line !== "").map((line) => Buffer.from(line));
  const parcels = Array.from({ length: Math.ceil(lines.length / AT_ONCE) }, (_, i) => lines.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
  return parcels.map((parcel) => ({ from: { tenant, source: name }, transport: "import", collector: "demonstration", peer: file, arrivedMs: nowMs, format, lines: parcel }));
}
