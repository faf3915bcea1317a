import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the engine may use of the machine. */
export type Limits = {
  /** Bytes that queries, merges and caches may hold together. */
  readonly memoryBytes: number;
  /** Threads that a query may use, and merges at a time. */
  readonly threads: number;
};

const MIB = 1 << 20;

/**
 * Writes the engine's configuration beside its data and gives the arguments that name it. The caches that matter are
 * those of marks, of primary keys and of the text index: together they take at most a quarter of the memory.
 */
export function writeEngineConfig(directory: string, { memoryBytes, threads }: Limits): string[] {
  const share = Math.floor(memoryBytes / 16 / MIB) * MIB;
  const server: Readonly<Record<string, number | string>> = {
    timezone: "UTC",
    max_server_memory_usage: memoryBytes,
    mark_cache_size: share,
    index_mark_cache_size: share / 4,
    index_uncompressed_cache_size: share / 4,
    primary_index_cache_size: share / 2,
    uncompressed_cache_size: 0,
    text_index_tokens_cache_size: share / 2,
    text_index_header_cache_size: share / 2,
    text_index_postings_cache_size: share / 2,
    vector_similarity_index_cache_size: 0,
    query_condition_cache_size: share / 4,
    mmap_cache_size: 100,
    compiled_expression_cache_size: 0,
    background_pool_size: threads,
    background_merges_mutations_concurrency_ratio: 1,
    background_schedule_pool_size: 2,
    background_move_pool_size: 1,
    background_fetches_pool_size: 1,
    background_common_pool_size: 2,
    max_thread_pool_size: 200,
    tables_loader_foreground_pool_size: threads,
    tables_loader_background_pool_size: threads,
  };
  const lines = Object.entries(server).map(([name, value]) => `  <${name}>${value}</${name}>`);
  const path = join(directory, "engine.xml");
  writeFileSync(path, `<clickhouse>\n${lines.join("\n")}\n</clickhouse>\n`, { mode: 0o600 });
  return [`--config-file=${path}`, `--max_threads=${threads}`];
}
