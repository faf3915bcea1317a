// Other engines on the same events and rules, where they are installed. Each is timed as a whole process.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

type Peer = { readonly name: string; readonly command: (events: string, rules: readonly string[]) => readonly string[] };

const PEERS: readonly Peer[] = [
  { name: "rsigma", command: (events, rules) => ["rsigma", "eval", ...rules.flatMap((path) => ["--rules", path]), "--event", `@${events}`] },
  { name: "hayabusa", command: (events, rules) => ["hayabusa", "json-timeline", "--JSON-input", "--no-wizard", "--rules", rules[0] ?? "", "--file", events] },
  { name: "chainsaw", command: (events, rules) => ["chainsaw", "hunt", events, "--sigma", rules[0] ?? "", "--mapping", "sigma-event-logs-all.yml"] },
  { name: "zircolite", command: (events, rules) => ["zircolite.py", "--events", events, "--jsononly", "--ruleset", rules[0] ?? ""] },
];

type Figure = { readonly seconds: number; readonly eventsPerSecond: number } | { readonly missing: string };

/** Times every peer that is on PATH. */
export async function peers(eventsPath: string, rules: readonly string[]): Promise<Readonly<Record<string, Figure>>> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  const plain = join(folder, "events.jsonl");
  const text = eventsPath.endsWith(".gz") ? gunzipSync(readFileSync(eventsPath)) : readFileSync(eventsPath);
  writeFileSync(plain, text);
  const events = text.toString("latin1").split("\n").length - 1;
  try {
    return Object.fromEntries(PEERS.map((peer) => [peer.name, run(peer, plain, rules, events)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run({ command }: Peer, events: string, rules: readonly string[], count: number): Figure {
  const [program = "", ...args] = command(events, rules);
  const started = performance.now();
  const { error, status, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1e9 });
  const seconds = (performance.now() - started) / 1000;
  if (error !== undefined) return { missing: `not installed: ${error.message}` };
  if (status !== 0) return { missing: `ended with ${status}: ${stderr.slice(0, 300)}` };
  return { seconds, eventsPerSecond: count / seconds };
}
