// Work that takes minutes answers line by line: how far it is, then what came of it.
import { Readable } from "node:stream";
import type { FastifyBaseLogger, FastifyReply } from "fastify";
import { Problem } from "../contract/problem.ts";
import { DomainError } from "../core/index.ts";
import { StoreError } from "../events/index.ts";
import { HttpRefusal } from "./errors.ts";

/** What a route that answers so says of it. */
export const NDJSON = { produces: ["application/x-ndjson"], response: { default: Problem } };

/** Sends steps as NDJSON. What fails before the first is refused with a status as everywhere; later it is a last line that says so. */
export async function sendSteps(reply: FastifyReply, log: FastifyBaseLogger, steps: AsyncGenerator<object>): Promise<FastifyReply> {
  const first = await orRefuse(steps.next());
  return reply.type("application/x-ndjson; charset=utf-8").send(Readable.from(linesOf(first, steps, log)));
}

/** Sends lines as NDJSON, as they come. */
export const sendLines = (reply: FastifyReply, lines: AsyncGenerator<string> | Readable): FastifyReply => reply.type("application/x-ndjson; charset=utf-8").send(lines instanceof Readable ? lines : Readable.from(lines));

async function* linesOf(first: IteratorResult<object>, steps: AsyncGenerator<object>, log: FastifyBaseLogger): AsyncGenerator<string> {
  try {
    for (let step = first; step.done !== true; step = await steps.next()) yield lineOf(step.value);
  } catch (error) {
    yield lineOf(failureOf(error, log));
  } finally {
    // Whoever asked may have gone.
    await steps.return(undefined);
  }
}

const lineOf = (step: object): string => `${JSON.stringify(step)}\n`;

function failureOf(error: unknown, log: FastifyBaseLogger): object {
  const refused = refusalOf(error);
  if (refused instanceof DomainError || refused instanceof HttpRefusal) return { type: "failed", code: refused.code, message: refused.message };
  log.error({ err: error }, "long work failed: this is a bug");
  return { type: "failed", code: "internal", message: "Something broke on our side; the log of the server tells what." };
}

/** An answer of the event store, or a refusal in words for people where it gave none. */
export async function orRefuse<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw refusalOf(error);
  }
}

const LATER: ReadonlySet<string> = new Set(["busy", "unavailable", "timeout", "too_much"]);

const refusalOf = (error: unknown): unknown => (error instanceof StoreError && LATER.has(error.code) ? new HttpRefusal("unavailable", "The event store is busy or does not answer: ask again in some seconds, or for less.") : error);
