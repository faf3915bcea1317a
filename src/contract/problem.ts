// How the API refuses: RFC 9457, one table.
import { z } from "zod";

/** Every code with its status (RFC 9110, section 15.5; RFC 6585, section 4) and what it means in a word. */
const PROBLEMS = {
  invalid: { status: 400, title: "The request does not fit" },
  unauthenticated: { status: 401, title: "Nobody knows who asks" },
  forbidden: { status: 403, title: "The caller may not do this" },
  csrf: { status: 403, title: "The session's token is missing" },
  not_found: { status: 404, title: "There is no such thing" },
  conflict: { status: 409, title: "It is in another state" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported: { status: 415, title: "Nobody reads this type" },
  too_much: { status: 422, title: "The search needs too much" },
  too_many_attempts: { status: 429, title: "Too many requests" },
  // 499 is in no standard; nobody is there to read it.
  cancelled: { status: 499, title: "The search was withdrawn" },
  failed: { status: 500, title: "The search failed" },
  internal: { status: 500, title: "Something broke" },
  busy: { status: 503, title: "Too much at once" },
  unavailable: { status: 503, title: "A part does not answer" },
  timeout: { status: 504, title: "It took too long" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** The type of an answer that holds a problem. */
export const PROBLEM_TYPE = "application/problem+json";

export const Problem = z
  .object({
    type: z.string().describe("urn:vigie:problem: and the code"),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("what is wrong and what to do, in a sentence for people"),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    column: z.int().optional().describe("where in a query, from 1"),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

/** The problem of a code. */
export const problem = (code: ProblemCode, detail: string): Problem => ({ type: `urn:vigie:problem:${code}`, ...PROBLEMS[code], detail, code });
