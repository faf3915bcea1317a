// Whether an export of the journal is what was written: without a server, without a database.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { DomainError } from "../core/index.ts";
import { explain } from "../sources/index.ts";
import { digestOf, type JournalHead, type LinkedEntry } from "../store/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie journal verify [--after OLDER] FILE

Verifies an export of the journal (vigie journal export): computes every digest again and says which entry was altered,
removed, added or moved. It needs no server. That the end was not cut off shows only against what somebody kept elsewhere:
an older export, or the number and digest that an earlier run printed.

  --after OLDER  an older export; its last entry must stand in FILE as it was

Exit code: 0 it is what was written, 1 it is not, 2 the command was wrong.`;

export const journalVerify: Command = { usage: USAGE, run };

/** What an export turned out to be. */
export type Verified = { readonly entries: number; readonly head: JournalHead; readonly problems: readonly string[] };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { after: { type: "string" } });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError("name one file: what vigie journal export wrote");
  const older = values.after === undefined ? undefined : await verifyExport(linesOf(values.after));
  if (older !== undefined && older.problems.length > 0) throw new DomainError("invalid", `${values.after} is itself not what was written: ${older.problems[0]}`);
  const found = await verifyExport(linesOf(path), older?.head);
  for (const one of found.problems) terminal.out.write(`${plain(one)}\n`);
  terminal.out.write(found.problems.length === 0 ? `${number(found.entries)} entries are what was written; the last is ${found.head.seq} ${found.head.digest}\n` : `${number(found.problems.length)} wrong\n`);
  return found.problems.length === 0 ? EXIT.done : EXIT.incomplete;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  } catch (error) {
    if (error instanceof Error && "syscall" in error) throw new DomainError("not_found", `${path}: ${explain(error)}`);
    throw error;
  }
}

const PROBLEMS = 100;

/** Verifies the lines of an export; `kept` is where an older one ended. After the first break the chain goes on from what stands there, so that each change is told once. */
export async function verifyExport(lines: AsyncIterable<string>, kept?: JournalHead): Promise<Verified> {
  const problems: string[] = [];
  const tell = (text: string): unknown => (problems.length < PROBLEMS ? problems.push(text) : undefined);
  let first: { readonly tenant: string | null; readonly head: JournalHead } | undefined;
  let previous: JournalHead = { seq: 0, digest: "" };
  let place = 0;
  for await (const line of lines) {
    place += 1;
    if (line === "") continue;
    const value = parsed(line);
    if (first === undefined) {
      first = headerOf(value);
      if (first === undefined) return { entries: 0, head: previous, problems: ["line 1: this is no export of the journal"] };
      continue;
    }
    const entry = entryOf(value);
    if (entry === undefined) {
      tell(`line ${place}: this is no entry`);
      continue;
    }
    if (entry.seq !== previous.seq + 1) tell(entry.seq > previous.seq ? `line ${place}: entries ${previous.seq + 1} to ${entry.seq - 1} are missing` : `line ${place}: entry ${entry.seq} stands behind ${previous.seq}`);
    else if (digestOf(entry, previous.digest) !== entry.digest) tell(`line ${place}: entry ${entry.seq} is not what was written, or the one before it is not`);
    if (entry.tenant !== first.tenant) tell(`line ${place}: entry ${entry.seq} is of another journal`);
    if (kept !== undefined && entry.seq === kept.seq && entry.digest !== kept.digest) tell(`line ${place}: entry ${entry.seq} is another than in the older export: history was written anew`);
    previous = { seq: entry.seq, digest: entry.digest };
  }
  if (first === undefined) return { entries: 0, head: previous, problems: ["the file is empty"] };
  if (previous.seq !== first.head.seq || previous.digest !== first.head.digest) tell(`the export ends at entry ${previous.seq} ${previous.digest.slice(0, 12)}; its first line says ${first.head.seq} ${first.head.digest.slice(0, 12)}`);
  if (kept !== undefined && kept.seq > previous.seq) tell(`the older export has ${kept.seq} entries, this one ${previous.seq}: the end is missing`);
  return { entries: previous.seq, head: previous, problems };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function headerOf(value: unknown): { readonly tenant: string | null; readonly head: JournalHead } | undefined {
  const { vigie, version, tenant, head } = (value ?? {}) as { readonly vigie?: unknown; readonly version?: unknown; readonly tenant?: string | null; readonly head?: Partial<JournalHead> };
  if (vigie !== "journal" || version !== 1 || tenant === undefined || typeof head?.seq !== "number" || typeof head.digest !== "string") return undefined;
  return { tenant, head: { seq: head.seq, digest: head.digest } };
}

function entryOf(value: unknown): LinkedEntry | undefined {
  const entry = (value ?? {}) as Partial<LinkedEntry>;
  const isOne = typeof entry.seq === "number" && typeof entry.digest === "string" && typeof entry.action === "string" && entry.details !== undefined;
  return isOne ? (entry as LinkedEntry) : undefined;
}
