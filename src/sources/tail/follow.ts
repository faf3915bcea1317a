import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Arrival, Intake, Lost, SourceRef } from "../arrival.ts";
import { takeWhenRoom } from "../take-when-room.ts";
import { findContinuation } from "./continuation.ts";
import type { FollowedFile, Piece } from "./followed-file.ts";
import { FollowedFiles } from "./followed-files.ts";
import { idOf } from "./listing.ts";
import type { TailState } from "./position.ts";
import { FolderWatch } from "./watch-folders.ts";

export type TailOptions = {
  /** The collector of what arrives. */
  readonly name: string;
  readonly from: SourceRef;
  /** `*` in the last part stands for any characters. */
  readonly paths: readonly string[];
  readonly maxLineBytes: number;
  readonly state: TailState;
  readonly intake: Intake;
  readonly lost: (lost: Lost) => void;
  /** Hears why a file cannot be read, and of an intake that broke; it is tried again. */
  readonly failed: (error: Error) => void;
  /** How often files are looked at where the system does not tell of changes. */
  readonly pollMs?: number;
  /** How long a file that was rotated away may still be written to. */
  readonly lingerMs?: number;
};

export type Following = {
  readonly counts: () => { readonly files: number; readonly compressed: number; readonly vanished: number };
  readonly close: () => Promise<void>;
};

/** Follows files from where they were read before, through rotation. */
export async function followFiles(options: TailOptions): Promise<Following> {
  const tail = new Tail(options);
  await tail.resume();
  const running = tail.run();
  const close = async (): Promise<void> => {
    tail.stop();
    await running;
    await tail.closeFiles();
  };
  return { counts: () => tail.counts(), close };
}

// Changes that come close together are looked at together.
const GATHER_MS = 20;
const POLL_MS = 1000;
const LINGER_MS = 30_000;
const MAX_TROUBLES = 1024;

class Tail {
  readonly #options: TailOptions;
  readonly #files: FollowedFiles;
  readonly #watch = new FolderWatch();
  readonly #closing = new AbortController();
  /** By path, what was told of it: the same again is not news. */
  readonly #troubles = new Map<string, string>();
  #vanished = 0;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#files = new FollowedFiles((path, error) => this.#tell(path, error));
  }

  /** Finds the files that were followed before, whatever they are called now. */
  async resume(): Promise<void> {
    for (const position of await this.#options.state.load()) {
      const file = await findContinuation(position);
      if (file === undefined) this.#vanished++;
      else await this.#files.add(file, position);
    }
  }

  async run(): Promise<void> {
    const { paths, pollMs = POLL_MS } = this.#options;
    while (!this.#closing.signal.aborted) {
      this.#watch.add(new Set(paths.map((path) => dirname(path))));
      const hasMore = (await this.#round().catch((error: unknown) => this.#tell(paths.join(", "), error))) ?? false;
      if (hasMore) continue;
      await this.#watch.wait(pollMs, this.#closing.signal);
      await pause(GATHER_MS);
    }
  }

  counts(): ReturnType<Following["counts"]> {
    return { files: this.#files.all().length, compressed: this.#files.compressed, vanished: this.#vanished };
  }

  stop(): void {
    this.#closing.abort();
    this.#watch.close();
  }

  closeFiles(): Promise<void> {
    return this.#files.close();
  }

  /** One piece of each file, so that a large one does not keep the others waiting. True if there is more. */
  async #round(): Promise<boolean> {
    await this.#files.list(this.#options.paths);
    let hasMore = false;
    for (const file of this.#files.all()) {
      if (this.#closing.signal.aborted) return false;
      const hasRead = await this.#readOne(file).catch((error: unknown) => this.#tell(file.path, error));
      if (hasRead === true) hasMore = true;
    }
    return hasMore;
  }

  async #readOne(file: FollowedFile): Promise<boolean> {
    const { maxLineBytes, lingerMs = LINGER_MS } = this.#options;
    const nowMs = Date.now();
    if (await file.look(nowMs)) file.isRead = false;
    const isOver = file.isGone && nowMs - file.lastChangeMs >= lingerMs;
    if (file.isRead && !isOver) return false;
    if (file.position.offset === 0 && (await this.#files.leaveIfCompressed(file))) return false;
    const piece = await file.read(maxLineBytes, isOver);
    if (piece === "truncated") return this.#beginAgain(file);
    if (piece !== undefined) return this.#keep(file, piece);
    file.isRead = true;
    this.#troubles.delete(file.path);
    if (isOver) {
      await this.#files.leave(file);
      await this.#save();
    }
    return false;
  }

  /** The file was emptied: by copytruncate, which leaves a copy with what was not read yet. */
  async #beginAgain(file: FollowedFile): Promise<boolean> {
    const copy = await findContinuation(file.position);
    if (copy !== undefined && idOf(copy) !== idOf(file)) await this.#files.add(copy, file.position);
    file.restart();
    return true;
  }

  async #keep(file: FollowedFile, piece: Piece): Promise<boolean> {
    const { name, from, intake, lost } = this.#options;
    const { lines, cut } = piece;
    const arrival: Arrival = { from, transport: "tail", collector: name, peer: file.path, arrivedMs: Date.now(), format: "text", lines };
    if (lines.length > 0 && !(await takeWhenRoom(intake, arrival, this.#closing.signal))) return false;
    if (cut > 0) lost({ collector: name, reason: "longer than a line may be: cut", lines: cut });
    file.advance(piece);
    await this.#save();
    return true;
  }

  #save(): Promise<void> {
    return this.#options.state.save(this.#files.all().map(({ position }) => position));
  }

  /** It is tried again at the next look. */
  #tell(path: string, error: unknown): undefined {
    const trouble = String(error);
    if (this.#troubles.get(path) !== trouble) this.#options.failed(new Error(`${path} is not followed for now.`, { cause: error }));
    if (this.#troubles.size >= MAX_TROUBLES) this.#troubles.clear();
    this.#troubles.set(path, trouble);
  }
}
