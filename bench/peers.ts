// Other engines on the same events and rules, where they are installed. Each is timed as a whole process on one core, and
// so is Vigie; the time with no events at all, start and rules, is taken off, so that events alone are compared.
import { spawnSync } from "node:child_process";
import { appendFileSync, closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Pack } from "../src/packs/index.ts";
import { chunksOf, seconds } from "./events.ts";
import { tagEvents } from "./tag-events.ts";

/** What a peer is given: all files lie in a folder that is removed afterwards. */
type Given = { readonly events: string; readonly rules: string };

type Peer = {
  readonly name: string;
  readonly version: readonly string[];
  readonly command: (given: Given) => readonly string[];
  /** The rule that a line of its output names, if it is a detection. */
  readonly ruleOf: (line: string) => string | undefined;
};

type Differing = { readonly rule: string; readonly vigie: number; readonly peer: number };

type Figure =
  | { readonly missing: string }
  | {
      readonly version: string;
      readonly wholeSeconds: number;
      readonly startSeconds: number;
      readonly eventsPerSecond: number;
      /** Vigie's events a second over the peer's. */
      readonly ratio: number;
      readonly detections: number;
      readonly said: string;
      readonly differing?: readonly Differing[];
    };

const PIPELINE = join(import.meta.dirname, "rsigma-pipeline.yml");

// rsigma was run; the others follow their manuals, as no package registry has them. They read Windows events only as
// evtx_dump writes them, and find nothing in flat ones: their time then tells how fast they read.
const PEERS: readonly Peer[] = [
  {
    name: "rsigma",
    version: ["rsigma", "--version"],
    command: ({ events, rules }) => ["rsigma", "engine", "eval", "--rules", rules, "--pipeline", PIPELINE, "--logsource-routing", "--input-format", "json", "--event", `@${events}`, "--output-format", "ndjson"],
    ruleOf: idIn("rule_id"),
  },
  {
    name: "hayabusa",
    version: ["hayabusa", "help"],
    command: ({ events, rules }) => ["hayabusa", "json-timeline", "--JSON-input", "--no-wizard", "--quiet", "--JSONL-output", "--rules", rules, "--file", events, "--output", "/dev/stdout"],
    ruleOf: idIn("RuleID"),
  },
  {
    name: "chainsaw",
    version: ["chainsaw", "--version"],
    command: ({ events, rules }) => ["chainsaw", "hunt", events, "--sigma", rules, "--mapping", process.env["CHAINSAW_MAPPING"] ?? "sigma-event-logs-all.yml", "--jsonl", "-q"],
    ruleOf: idIn("id"),
  },
  {
    name: "zircolite",
    version: ["zircolite.py", "--version"],
    command: ({ events, rules }) => ["zircolite.py", "--events", events, "--json-input", "--ruleset", rules, "--outfile", "/dev/stdout"],
    ruleOf: idIn("id"),
  },
];

const VIGIE = join(import.meta.dirname, "../bin/vigie");

/** Times Vigie and every peer that is on PATH. */
export async function peers(events: string, rules: readonly string[], pack: Pack): Promise<Readonly<Record<string, Figure>>> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-"));
  try {
    const given: Given = { events: join(folder, "events.jsonl"), rules: join(folder, "rules") };
    const count = await tagEvents(events, given.events, pack);
    mkdirSync(given.rules);
    for (const [i, path] of rules.entries()) symlinkSync(resolve(path), join(given.rules, `${i}`));
    const none = join(folder, "none.jsonl");
    writeFileSync(none, "");
    const plain = join(folder, "plain.jsonl");
    for await (const { lines } of chunksOf(events)) appendFileSync(plain, lines.map((line) => `${line}\n`).join(""));
    const options = ["scan", "--workers", "1", "--format", "jsonl", ...rules.flatMap((path) => ["--rules", path])];
    const own = await measure({ count, out: join(folder, "vigie"), of: (path) => [VIGIE, ...options, path], ruleOf: idIn("id") }, plain, none);
    if ("missing" in own) return { vigie: own };
    const found: Record<string, Figure> = { vigie: shown(own, "", own) };
    for (const peer of PEERS) {
      const version = spawnSync(peer.version[0]!, peer.version.slice(1), { encoding: "utf8" });
      const measured = version.error !== undefined ? { missing: "not installed" } : await measure({ count, out: join(folder, peer.name), of: (path) => peer.command({ ...given, events: path }), ruleOf: peer.ruleOf }, given.events, none);
      found[peer.name] = "missing" in measured ? measured : shown(measured, version.stdout.trim().split("\n")[0] ?? "", own);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Program = { readonly count: number; readonly out: string; readonly of: (events: string) => readonly string[]; readonly ruleOf: Peer["ruleOf"] };
type Measured = { readonly whole: number; readonly start: number; readonly perSecond: number; readonly said: string; readonly byRule: ReadonlyMap<string, number> };

const RUNS = 3;
// Of util-linux, as every Linux has it.
const ONE_CORE = ["taskset", "--cpu-list", "0"];

/** The best of several runs, with all events and with none. */
async function measure({ count, out, of, ruleOf }: Program, events: string, none: string): Promise<Measured | { missing: string }> {
  let whole = Infinity;
  let start = Infinity;
  let said = "";
  for (let i = 0; i < RUNS; i++) {
    const empty = run(of(none), out);
    const full = run(of(events), out);
    if (typeof full === "string" || typeof empty === "string") return { missing: `failed: ${[full, empty].find((one) => typeof one === "string")}` };
    start = Math.min(start, empty.took);
    whole = Math.min(whole, full.took);
    said = full.said;
  }
  const byRule = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(out) })) {
    const rule = ruleOf(line);
    if (rule !== undefined) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  }
  return { whole, start, perSecond: count / (whole - start), said, byRule };
}

/** Runs a command on one core with its output in a file, so that none waits for a reader. Text if it failed. */
function run(command: readonly string[], out: string): { took: number; said: string } | string {
  const file = openSync(out, "w");
  const started = seconds();
  const [program, ...args] = [...ONE_CORE, ...command];
  const { error, status, signal, stderr } = spawnSync(program!, args, { stdio: ["ignore", file, "pipe"], encoding: "utf8", maxBuffer: 1e9 });
  const took = seconds() - started;
  closeSync(file);
  if (error !== undefined) return error.message;
  if (status !== 0) return `ended with ${status ?? signal}: ${stderr.slice(-500)}`;
  return { took, said: stderr.trim().slice(-400) };
}

function shown(measured: Measured, version: string, own: Measured): Figure {
  const total = [...measured.byRule.values()].reduce((sum, one) => sum + one, 0);
  const differing = [...new Set([...own.byRule.keys(), ...measured.byRule.keys()])]
    .map((rule): Differing => ({ rule, vigie: own.byRule.get(rule) ?? 0, peer: measured.byRule.get(rule) ?? 0 }))
    .filter(({ vigie, peer }) => vigie !== peer)
    .toSorted((a, b) => Math.abs(b.vigie - b.peer) - Math.abs(a.vigie - a.peer));
  return {
    version, wholeSeconds: measured.whole, startSeconds: measured.start, eventsPerSecond: measured.perSecond, ratio: own.perSecond / measured.perSecond,
    detections: total, said: measured.said, ...(measured !== own && { differing: differing.slice(0, SHOWN) }),
  };
}

const SHOWN = 10;

/** Reads the first value of that name in a line of JSON. */
function idIn(name: string): (line: string) => string | undefined {
  const pattern = new RegExp(`"${name}": ?"([^"]*)"`);
  return (line) => pattern.exec(line)?.[1];
}
