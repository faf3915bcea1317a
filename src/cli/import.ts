import { setTimeout as wait } from "node:timers/promises";
import { DomainError } from "../core/index.ts";
import { listFiles, readFile } from "../sources/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { linesOf } from "./import-lines.ts";
import { createProgress, type Progress } from "./progress.ts";
import { number } from "./terminal-text.ts";

const USAGE = `vigie import --url http://HOST:PORT --token TOKEN PATH…

  Sends the records of files to a running vigie, as if the source whose token it is had sent them.
  Reads what scan reads: event logs, JSON, syslog, tables; packed, in folders. Records that were sent
  before are recognised, so an import that was cut short can be run again.

  --url URL      an http listener of vigie (VIGIE_INGEST_URL)
  --token TOKEN  the token of the source (VIGIE_INGEST_TOKEN)`;

const BODY_BYTES = 4 << 20;

/** `vigie import`. */
export const importFiles: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { url: { type: "string" }, token: { type: "string" } });
  const url = values.url ?? process.env["VIGIE_INGEST_URL"];
  const token = values.token ?? process.env["VIGIE_INGEST_TOKEN"];
  if (url === undefined || token === undefined) throw new UsageError("say with --url and --token where to send");
  if (positionals.length === 0) throw new UsageError("name at least one file or folder");
  const { files, failures } = await listFiles(positionals);
  const sender = new Sender(new URL("/ingest", url), token);
  const counts = { rejected: 0, unread: failures.length };
  for (const failure of failures) terminal.err.write(`${failure.path}: ${failure.reason}\n`);
  const progress = createProgress(terminal.err, files.map(({ sizeBytes }) => sizeBytes), () => `${number(sender.sent)} records sent`);
  try {
    for (const [at, file] of files.entries()) {
      for await (const part of readFile(file)) {
        if (part.type === "batch") counts.rejected += await send(sender, part, terminal, progress);
        else if (part.type === "failure") {
          counts.unread++;
          terminal.err.write(`${part.path}: ${part.reason}\n`);
        }
        if (part.type === "batch") progress.update(at, part.bytesRead);
      }
    }
    await sender.flush();
  } finally {
    progress.clear();
  }
  terminal.err.write(`${number(sender.sent)} records sent, ${number(counts.rejected)} could not be read\n`);
  return counts.rejected + counts.unread === 0 ? EXIT.done : EXIT.incomplete;
}

async function send(sender: Sender, batch: Parameters<typeof linesOf>[0], terminal: Terminal, progress: Progress): Promise<number> {
  const { lines, rejected } = linesOf(batch);
  for (const line of lines) await sender.add(line);
  if (rejected.length > 0) progress.clear();
  for (const { path, record, reason } of rejected) terminal.err.write(`${path}: record ${record}: ${reason}\n`);
  return rejected.length;
}

/** Posts lines, some megabytes at a time. */
class Sender {
  sent = 0;
  readonly #url: URL;
  readonly #token: string;
  #lines: string[] = [];
  #bytes = 0;

  constructor(url: URL, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async add(line: string): Promise<void> {
    this.#lines.push(line);
    this.#bytes += Buffer.byteLength(line) + 1;
    if (this.#bytes >= BODY_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const body = `${this.#lines.join("\n")}\n`;
    while (!(await this.#post(body)));
    this.sent += this.#lines.length;
    this.#lines = [];
    this.#bytes = 0;
  }

  /** False: there is no room at the moment; the server said when to come again. */
  async #post(body: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/x-ndjson" };
    const response = await fetch(this.#url, { method: "POST", headers, body }).catch((error: unknown) => {
      throw new DomainError("invalid", `${this.#url.origin} cannot be reached: ${error instanceof Error ? error.cause instanceof Error ? error.cause.message : error.message : String(error)}`);
    });
    const text = await response.text();
    if (response.ok) return true;
    if (response.status === 429) {
      await wait(Math.max(1, Number(response.headers.get("retry-after") ?? 1)) * 1000);
      return false;
    }
    throw new DomainError("invalid", `${this.#url.origin} answered ${response.status}: ${text.slice(0, 500)}`);
  }
}
