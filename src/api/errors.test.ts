import Fastify from "fastify";
import { Pool } from "pg";
import { expect, it } from "vitest";
import { freshDatabase } from "../../test/postgres.ts";
import { answerError } from "./errors.ts";

it("whoever finds no connection free is told to ask again, and not of a bug", async () => {
  const pool = new Pool({ connectionString: await freshDatabase(), max: 1, connectionTimeoutMillis: 2_000 });
  const app = Fastify();
  app.setErrorHandler(answerError);
  app.get("/", async () => {
    (await pool.connect()).release();
    return {};
  });
  const taken = await pool.connect();
  const answer = await app.inject({ url: "/" });
  expect([answer.statusCode, answer.headers["retry-after"], answer.json<{ code: string }>().code]).toEqual([503, "2", "unavailable"]);
  taken.release();
  expect((await app.inject({ url: "/" })).statusCode).toBe(200);
  await app.close();
  await pool.end();
});
