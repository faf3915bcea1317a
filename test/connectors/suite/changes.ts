import { expect } from "vitest";
import { type Stage, ticketAt, until } from "./stage.ts";

/** Finding what changed there. */
export const changeTests = {
  "a change of a person is found": async (stage: Stage) => {
    const { connector, other } = stage;
    const { id } = await stage.made();
    const { cursor } = await connector.changes(null, [id]);
    await other.person.move(id, other.ended);
    expect((await seenFrom(stage, cursor, [id])).has(id)).toBe(true);
    expect((await ticketAt(stage, id)).state).toBe(other.ended);
    if (other.person.comment === null) return;
    const after = await drained(stage, cursor, [id]);
    await other.person.comment(id, "One more word.", "public");
    expect((await seenFrom(stage, after.cursor, [id])).has(id)).toBe(true);
  },

  "nothing is lost where nothing changed": async (stage: Stage) => {
    const { connector, other } = stage;
    const { id } = await stage.made();
    let { cursor } = await connector.changes(null, [id]);
    for (let n = 0; n < 5; n++) ({ cursor } = await drained(stage, cursor, [id]));
    await other.person.rename(id, "[T] named anew");
    const seen = await seenFrom(stage, cursor, [id]);
    expect(seen.has(id)).toBe(true);
    // What we made ourselves is found too: it is the sync that tells its own writes apart.
    const { cursor: before } = await drained(stage, cursor, [id]);
    const { id: second } = await stage.made();
    expect((await seenFrom(stage, before, [second])).has(second)).toBe(true);
  },

  "many changes at once are all found": async (stage: Stage) => {
    const { connector, other } = stage;
    const count = other.burst ?? 130;
    const { cursor } = await connector.changes(null, []);
    const ids: string[] = [];
    const rest = Array.from({ length: count }, () => stage.newTicket());
    // Some at a time, as requests of one incident are sent.
    await Promise.all(Array.from({ length: 4 }, async () => {
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) ids.push(await connector.create(next));
    }));
    const found = new Set<string>();
    let at = cursor;
    await until(async () => {
      const { ids: seen, cursor: next } = await drained(stage, at, ids);
      at = next;
      for (const id of seen) found.add(id);
      return found;
    }, (seen) => ids.every((id) => seen.has(id)));
    expect(ids.filter((id) => !found.has(id)), "made, and not found").toEqual([]);
  },
};

// More pages than any test makes: a cursor that stands still would ask without end.
const MOST_PAGES = 50;

/** Everything behind a cursor. */
async function drained({ connector }: Stage, from: string, open: readonly string[]): Promise<{ readonly ids: ReadonlySet<string>; readonly cursor: string }> {
  const ids = new Set<string>();
  let cursor = from;
  for (let page = 0; page < MOST_PAGES; page++) {
    const changes = await connector.changes(cursor, open);
    for (const id of changes.ids) ids.add(id);
    if (changes.more) expect(changes.cursor, "a page leads to the next").not.toBe(cursor);
    cursor = changes.cursor;
    if (!changes.more) return { ids, cursor };
  }
  throw new Error(`after ${MOST_PAGES} pages there is still more`);
}

/** What is found behind a cursor, asked again while the last of the tickets is not there: searches lag. */
const seenFrom = async (stage: Stage, cursor: string, wanted: readonly string[]): Promise<ReadonlySet<string>> =>
  (await until(() => drained(stage, cursor, wanted), ({ ids }) => wanted.every((id) => ids.has(id)))).ids;
