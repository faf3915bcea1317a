import type { z } from "zod";
import { RemoteError } from "../../outbound/index.ts";

/** What was answered, in the form that is understood; else what is wrong with it. `arrived`: whether something may be written all the same. */
export function shaped<Shape>(shape: z.ZodType<Shape>, json: unknown, what: string, arrived: "no" | "maybe"): Shape {
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RemoteError({ problem: "garbage", words: `${what} answered something that is not understood: ${issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`}`.slice(0, 500), arrived });
}

/** What went wrong after something was written: it may be there, whatever was said of the request that failed. A refusal stays one. */
export function afterWriting(error: unknown): unknown {
  if (!(error instanceof RemoteError) || error.problem === "refused") return error;
  const { problem, words, status, afterMs, todo } = error;
  return new RemoteError({ problem, words, arrived: "maybe", status, afterMs, todo });
}
