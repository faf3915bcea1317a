import { DomainError } from "../../core/index.ts";
import { continues, mayBeCopy } from "./continuation.ts";
import { FollowedFile } from "./followed-file.ts";
import { idOf, listMatching, looksOf, type Seen } from "./listing.ts";
import type { Position } from "./position.ts";

// Each is open as long as it is followed.
const MAX_FILES = 1024;

/** The files that are open, each once, whatever their names. */
export class FollowedFiles {
  readonly #tell: (path: string, error: unknown) => undefined;
  readonly #byId = new Map<string, FollowedFile>();
  /** Compressed ones, by id: as they looked, since their inode numbers will be those of other files one day. */
  readonly #compressed = new Map<string, string>();

  constructor(tell: (path: string, error: unknown) => undefined) {
    this.#tell = tell;
  }

  get compressed(): number {
    return this.#compressed.size;
  }

  all(): readonly FollowedFile[] {
    return [...this.#byId.values()];
  }

  /** Opens what is new under these paths, and notes which of the others are not there any more. */
  async list(paths: readonly string[]): Promise<void> {
    const listed = await Promise.all(paths.map((path) => listMatching(path).catch((error: unknown) => this.#tell(path, error))));
    // What is not known is not taken for gone.
    const isComplete = listed.every((files) => files !== undefined);
    const byId = new Map(listed.flatMap((files) => files ?? []).map((seen) => [idOf(seen), seen]));
    for (const [id, file] of this.#byId) {
      const seen = byId.get(id);
      file.isGone = seen === undefined && isComplete;
      if (seen !== undefined) file.path = seen.path;
    }
    for (const id of this.#compressed.keys()) if (!byId.has(id)) this.#compressed.delete(id);
    for (const [id, seen] of byId) {
      if (this.#byId.has(id) || this.#compressed.get(id) === looksOf(seen)) continue;
      await this.#meet(seen).catch((error: unknown) => this.#tell(seen.path, error));
    }
  }

  /** Goes on where a position stands, else at the beginning. */
  async add(seen: Seen, position: Pick<Position, "offset" | "fingerprint"> | undefined): Promise<void> {
    if (this.#byId.has(idOf(seen))) return;
    if (this.#byId.size >= MAX_FILES) throw new DomainError("conflict", `More than ${MAX_FILES} files are followed for one source: name fewer, or divide them among sources.`);
    const file = await FollowedFile.open(seen, position);
    if (file !== undefined) this.#byId.set(idOf(seen), file);
  }

  async leave(file: FollowedFile): Promise<void> {
    this.#byId.delete(idOf(file));
    await file.close();
  }

  /** What is compressed was read before, under the name it had then. */
  async leaveIfCompressed(file: FollowedFile): Promise<boolean> {
    if (!(await file.isCompressed())) return false;
    this.#compressed.set(idOf(file), file.looks);
    await this.leave(file);
    return true;
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((file) => this.leave(file)));
  }

  /** A copy of a followed file goes on where that was read to, once it is complete. */
  async #meet(seen: Seen): Promise<void> {
    for (const file of this.all()) {
      const { position } = file;
      if (!mayBeCopy(seen.path, position)) continue;
      if (await continues(seen, position)) return this.add(seen, position);
      if (await isBeginningOf(seen, file)) return;
    }
    await this.add(seen, undefined);
  }
}

/** Whether all that a file holds so far is what another begins with. */
async function isBeginningOf(seen: Seen, file: FollowedFile): Promise<boolean> {
  if (seen.size === 0 || seen.size >= file.position.offset) return false;
  const position = await file.positionAt(seen.size);
  return position !== undefined && continues(seen, position);
}
