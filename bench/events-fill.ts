// Ten million events out of a hundred thousand: each copy has other times, hosts, users, process ids and lines.
import { EVENT_COLUMNS, EventBatch, quoted, type Connection, type NewEvent } from "../src/events/index.ts";

/** Days over which the copies are spread. */
export const DAYS = 30;
/** When they begin. */
export const START_MS = Date.UTC(2026, 0, 1);

const DAY_MS = 86_400_000;

/** How a column differs between copies; `k` is the number of the copy, `h` a hash of copy and row, `at` the new time. */
const VARIED: Readonly<Record<string, string>> = {
  time: "at",
  arrived: "at + toIntervalMillisecond(h % 2000)",
  id: "reinterpretAsFixedString(sipHash128(id, k))",
  seq: "k * 1000000 + seq",
  batch: "k * 1000 + batch",
  "host.name": "concat('ws', toString(h % 400), '.example.org')",
  "user.name": "if(`user.name` = '', '', concat('user', toString(intDiv(h, 512) % 900)))",
  "process.pid": "toInt64(intDiv(h, 1024) % 60000)",
  "process.entity_id": "if(`process.entity_id` = '', '', concat(substring(`process.entity_id`, 1, 20), hex(h), '}'))",
  raw: "replaceOne(replaceOne(raw, '\"RecordNumber\":', concat('\"RecordNumber\":', toString(h % 100000000))), 'WORKSTATION', concat('WS', toString(h % 400), 'N'))",
};

const NAMES = EVENT_COLUMNS.map(({ name }) => quoted(name)).join(", ");
const SEED_BATCH = 5000;

/** Puts events into a table `seed`, for `multiply`. */
export async function seed(db: Connection, events: readonly NewEvent[]): Promise<void> {
  await db.run({ sql: "CREATE TABLE seed AS event" });
  for (let from = 0; from < events.length; from += SEED_BATCH) {
    const batch = new EventBatch();
    for (const event of events.slice(from, from + SEED_BATCH)) batch.add(event);
    await db.insert(`INSERT INTO seed (${NAMES}) FORMAT RowBinary`, batch.body, batch.token);
  }
}

/** Makes `copies` of the rows in `seed` in table `event`, and drops `seed`. `each` hears of every copy. */
export async function multiply(db: Connection, copies: number, each: (copy: number) => void): Promise<void> {
  const values = EVENT_COLUMNS.map(({ name }) => (Object.hasOwn(VARIED, name) ? VARIED[name]! : quoted(name))).join(", ");
  const spanMs = (DAYS * DAY_MS) / copies;
  for (let copy = 0; copy < copies; copy++) {
    const from = START_MS + copy * spanMs;
    const sql = `INSERT INTO event (${NAMES}) WITH toUInt64(${copy}) AS k, sipHash64(id, k) AS h,
      fromUnixTimestamp64Milli(toInt64(${from} + (seq * 100 / 16 + line) % 100000 * ${spanMs / 100_000}), 'UTC') AS at
      SELECT ${values} FROM seed
      SETTINGS max_insert_threads = 1, max_threads = 1, max_block_size = 8192, min_insert_block_size_rows = 20000, min_insert_block_size_bytes = 67108864, max_partitions_per_insert_block = 0`;
    await db.run({ sql });
    each(copy);
  }
  await db.run({ sql: "DROP TABLE seed" });
}
