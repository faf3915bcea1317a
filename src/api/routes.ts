// What the routes have in common.
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { z } from "zod";
import { Problem } from "../contract/problem.ts";

/** The routes of one resource. */
export type Routes = FastifyPluginAsyncZod;

/** Answers of a route: what it tells, and how it refuses. */
export const answers = <Answer extends z.ZodType>(answer: Answer) => ({ 200: answer, default: Problem });

/** What every route's description has. */
export const about = (tag: string, summary: string) => ({ tags: [tag], summary, security: [{ key: [] }] });

export const iso = (time: Date): string => time.toISOString();
export const isoOrNull = (time: Date | null): string | null => time?.toISOString() ?? null;
export const dateOf = (time: string | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));
