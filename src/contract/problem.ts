// How the API refuses.
import { z } from "zod";

/** Codes of refusals: those of `DomainError`, and what only HTTP knows. */
const PROBLEM_CODES = [
  "invalid", "unauthenticated", "csrf", "forbidden", "not_found", "conflict", "too_large", "unsupported", "too_many_attempts", "unavailable",
  "cancelled", "timeout", "too_much", "busy", "failed", "internal",
] as const;

export const Problem = z
  .object({
    code: z.enum(PROBLEM_CODES),
    message: z.string().describe("what is wrong and what to do, in a sentence for people"),
    column: z.int().optional().describe("where in a query, from 1"),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;
