import { type FSWatcher, watch } from "node:fs";

/** Wakes on changes in folders, where the system tells of them; where it does not, the wait ends by time. */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  #changed = Promise.withResolvers<void>();

  /** Watches the folders that are not watched yet; one that is not there is tried again next time. */
  add(folders: Iterable<string>): void {
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  /** Resolves at the next change, or one since the last wait. */
  async wait(timeoutMs: number, closing: AbortSignal): Promise<void> {
    const timer = setTimeout(this.#changed.resolve, timeoutMs);
    const onAbort = (): void => this.#changed.resolve();
    closing.addEventListener("abort", onAbort, { once: true });
    if (!closing.aborted) await this.#changed.promise;
    clearTimeout(timer);
    closing.removeEventListener("abort", onAbort);
    this.#changed = Promise.withResolvers();
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#changed.resolve());
      // The folder was removed, or the system has no more watches to give: looking from time to time goes on.
      watcher.on("error", () => this.#forget(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // The same, told at once.
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
