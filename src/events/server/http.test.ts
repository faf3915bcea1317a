import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoreError } from "../store-error.ts";
import { connectEvents } from "../store.ts";
import { batchOf, eventWith, PASSWORD, testStore, type TestStore } from "../test/fixture.ts";
import { insertFrom, readStatement } from "./statement.ts";

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

type Answer = { readonly status: number | undefined; readonly code: string | undefined; readonly text: string };

async function ask(path: string, { method = "POST", key = PASSWORD, body = "" } = {}): Promise<Answer> {
  const sent = request({ socketPath: at.process.url.slice("unix:".length), path, method, headers: key === "" ? {} : { "X-ClickHouse-Key": key } });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response as AsyncIterable<Buffer>) text += chunk.toString();
  return { status: response.statusCode, code: response.headers["x-clickhouse-exception-code"] as string | undefined, text };
}

test("answers as ClickHouse does", async () => {
  expect(await ask("/ping", { method: "GET", key: "" })).toEqual({ status: 200, code: undefined, text: "Ok.\n" });
  expect(await ask("/?param_a=x%5Cty", { body: "SELECT {a:String} AS a FORMAT JSONEachRow" })).toMatchObject({ status: 200, text: '{"a":"x\\ty"}\n' });
  expect(await ask("/?query=SELECT%201%20FORMAT%20TSV&wait_end_of_query=1")).toMatchObject({ status: 200, text: "1\n" });
});

test.each([
  ["without the password", "/?query=SELECT%201", "", 403, "516"],
  ["with another password", "/?query=SELECT%201", "guess", 403, "516"],
  ["a setting that is not known here", "/?query=SELECT%201&max_threads=99", PASSWORD, 400, "115"],
  ["a value that is missing", "/?query=SELECT%20%7Ba:String%7D", PASSWORD, 400, "456"],
  ["a column that there is not", "/?query=SELECT%20nope", PASSWORD, 400, "47"],
  ["an insert without columns", "/?query=INSERT%20INTO%20event%20FORMAT%20RowBinary", PASSWORD, 400, "36"],
])("refuses %s", async (_, path, key, status, code) => {
  expect(await ask(path, { key })).toMatchObject({ status, code });
});

test("an insert whose rows are cut short stores none of them", async () => {
  const batch = batchOf(eventWith(), eventWith({ line: 1 }));
  const columns = batch.columns.map(({ name }) => `\`${name}\``).join(", ");
  await expect(at.db.insert(`INSERT INTO event (${columns}) FORMAT RowBinary`, batch.body.subarray(0, batch.bytes - 3), batch.token)).rejects.toMatchObject({ code: "failed" });
  expect((await at.db.read({ sql: "SELECT count() FROM event FORMAT TSV" })).toString()).toBe("0\n");
});

test("many questions at a time are all answered, and more than may wait are told to come again", async () => {
  const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => at.db.read({ sql: "SELECT {n:UInt32} + sleep(0.05) FORMAT TSV", params: { n: i } })));
  const told = answers.flatMap((answer, i) => (answer.status === "fulfilled" ? [answer.value.toString() === `${i}\n`] : []));
  expect(told.length).toBeGreaterThanOrEqual(70);
  expect(told.every(Boolean)).toBe(true);
  const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [(answer.reason as StoreError).code] : []));
  expect(refused.every((code) => code === "busy")).toBe(true);
});

test("a store that is not there is told so", async () => {
  const nobody = connectEvents({ url: "http://127.0.0.1:9", password: "" });
  await expect(nobody.stats()).rejects.toMatchObject({ code: "unavailable" });
  nobody.close();
});

test("a path with a quote stays a path", () => {
  const statement = readStatement(new URLSearchParams({ query: "INSERT INTO t (a) FORMAT RowBinary", insert_deduplication_token: "x-1" }), "");
  if (!("kind" in statement)) throw new Error(statement.message);
  expect(insertFrom("/it's\\here", statement)).toBe(String.raw`INSERT INTO t (a) FROM INFILE '/it\'s\\here' SETTINGS insert_deduplication_token = 'x-1' FORMAT RowBinary`);
});
