import type { z } from "zod";
import { RemoteError } from "../../outbound/index.ts";

/** What was answered, in the form that is understood; else what is wrong with it. `arrived`: whether something may be written all the same. */
export function shaped<Shape>(shape: z.ZodType<Shape>, json: unknown, what: string, arrived: "no" | "maybe"): Shape {
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RemoteError({ problem: "garbage", words: `${what} answered something that is not understood: ${issue === undefined ? "" : `${issue.path.join(".")}: ${issue.message}`}`.slice(0, 500), arrived });
}
