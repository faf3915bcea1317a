// What the routes have in common.
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { FastifyPluginAsyncZod, ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Permission } from "../contract/roles.ts";
import { Problem } from "../contract/problem.ts";

/** A server whose routes understand requests and answers by the contract. */
export type ApiServer = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

/** The routes of one resource. */
export type Routes = FastifyPluginAsyncZod;

/** Answers of a route: what it tells, and how it refuses. */
export const answers = <Answer extends z.ZodType>(answer: Answer) => ({ 200: answer, default: Problem });

/** What a route asks of its caller: a permission, or nothing but to be somebody. */
export type Needed = Permission | "own";

/** What every route's description has; the guard asks for the permission. */
export const about = (tag: string, summary: string, needed: Needed) => ({ tags: [tag], summary, security: [{ key: [] }, { session: [] }], "x-permission": needed });

/** Of a route that shows nothing of what is kept: what was asked is not written into the journal as an access. */
export const looksAtNothing = <Described extends object>(described: Described) => ({ ...described, "x-looks-at-nothing": true });

/** The description of a route that anybody may call. */
export const open = (tag: string, summary: string) => ({ tags: [tag], summary, security: [] });

export const iso = (time: Date): string => time.toISOString();
export const isoOrNull = (time: Date | null): string | null => time?.toISOString() ?? null;
export const dateOf = (time: string | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));
