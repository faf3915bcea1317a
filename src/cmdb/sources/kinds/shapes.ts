// What comes from the other side is looked at before it is used: what is missing is named.
import type { z } from "zod";
import { RemoteError } from "../../../outbound/index.ts";

/** What is not of the API. */
export const garbage = (words: string): RemoteError => new RemoteError({ problem: "garbage", words, arrived: "no" });

/** The value in its shape. */
export function parsed<T>(shape: z.ZodType<T>, value: unknown, where: string): T {
  const { data, error } = shape.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw garbage(`${where} answered without ${issue?.path.join(".") || "what was asked"}: ${issue?.message ?? ""}`);
}
