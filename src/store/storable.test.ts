import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { type State, storableJson, storableText } from "./index.ts";

let state: State;
beforeAll(async () => {
  state = await freshState();
});

const hostile = fc.string({ unit: fc.constantFrom("a", "\0", "\\", "u0000", "\ud83d", "\ude00", "\ud800", '"', "\u2028", "ud800", "\n", "\ufffd"), maxLength: 12 });
const clean = (text: string) => text.toWellFormed().replaceAll("\0", "\ufffd");

test("whatever the text, PostgreSQL gives it back, with a mark for what it cannot hold", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (name, value) => {
      const { rows } = await sql<{ text: string; json: unknown }>`select ${storableText(value)}::text as text, ${storableJson({ [name]: [value] })}::jsonb as json`.execute(state.sql);
      expect(rows[0]).toEqual({ text: clean(value), json: { [clean(name)]: [clean(value)] } });
    }),
    { numRuns: 300 },
  );
});
