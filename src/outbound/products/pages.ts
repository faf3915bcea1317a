// Lists that come in pages counted from the start: what is added or removed in between moves what follows.
import { RemoteError } from "../remote-error.ts";

export type Page<Row> = {
  readonly rows: readonly Row[];
  /** How many there are in all, at least; null: it does not say. */
  readonly total: number | null;
};

export type Paging<Row> = {
  /** Of so many rows from this one on, the first is 0. */
  readonly page: (from: number, size: number) => Promise<Page<Row>>;
  readonly idOf: (row: Row) => string;
  readonly size: number;
  /** No list that is asked for is longer. */
  readonly most: number;
};

const PASSES = 3;

/** Reads all pages, each row once. Where fewer came than there are, the list moved: it is read again. */
export async function readPages<Row>({ page, idOf, size, most }: Paging<Row>): Promise<readonly Row[]> {
  const all = new Map<string, Row>();
  for (let pass = 0; pass < PASSES; pass++) {
    let total: number | null = null;
    for (let from = 0; ; from += size) {
      const { rows, total: told } = await page(from, size);
      for (const row of rows) all.set(idOf(row), row);
      total = told ?? total;
      if (all.size > most) throw new RemoteError({ problem: "refused", words: `The list is longer than ${most}.`, arrived: "no", todo: "Narrow what is read, by the options of the settings." });
      if (rows.length < size) break;
    }
    if (total === null || all.size >= total) return [...all.values()];
  }
  throw new RemoteError({ problem: "changed", words: "The list changed each time while its pages were read.", arrived: "no" });
}
