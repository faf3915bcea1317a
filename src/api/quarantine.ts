import { type QuarantinePlace, readChunk, reparse, type ReparseDeps } from "../collection/index.ts";
import { type QuarantineGroups, QuarantineGroups as Groups, QuarantineGroupsQuery, QuarantineLines, QuarantineLinesQuery, Reparse } from "../contract/quarantine.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import type { EventStore, QuarantinedLine, QuarantineGroup, QuarantineRange } from "../events/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import { NDJSON, orRefuse, sendSteps } from "./steps.ts";

export type QuarantineDeps = ReparseDeps & Pick<RouteDeps, "log" | "callerOf">;

const QUARANTINE = "/v1/tenants/:tenant/quarantine";
const LIMITS = { timeoutMs: 30_000 };

/** Lines of a tenant that nobody could read. */
export const quarantineRoutes = (deps: QuarantineDeps): Routes => async (app) => {
  const { events, log, callerOf, reading } = deps;

  app.get(
    `${QUARANTINE}/groups`,
    { schema: { ...about("quarantine", "Lines that nobody could read, by why and by what they look like", "line:read"), params: TenantPath, querystring: QuarantineGroupsQuery, response: answers(Groups) } },
    async ({ params: { tenant }, query }) => {
      const { limit, ...asked } = query;
      const { groups, isCut } = await orRefuse(events.quarantineGroups(tenant, { ...rangeOf(asked), limit }, LIMITS));
      const byKind = [...Map.groupBy(groups, ({ reason, shape }) => JSON.stringify([reason, shape])).values()];
      const told: QuarantineGroups["groups"] = [];
      for (const list of byKind) told.push(presentGroup(list, textOf(reading.decode, await orRefuse(exampleOf(events, tenant, list[0]!)))));
      return { groups: told.toSorted((a, b) => b.count - a.count), complete: !isCut };
    },
  );

  app.get(
    `${QUARANTINE}/lines`,
    { schema: { ...about("quarantine", "The lines themselves, in pages", "line:read"), params: TenantPath, querystring: QuarantineLinesQuery, response: answers(QuarantineLines) } },
    async ({ params: { tenant }, query }) => {
      const { limit, cursor, ...asked } = query;
      const after = cursor === undefined ? undefined : placeOf(cursor);
      // A page of long lines ends early.
      const lines = await orRefuse(readChunk(events, tenant, { range: rangeOf(asked), after, size: { lines: limit, mostLines: limit } }));
      const last = lines.at(-1);
      return { lines: lines.map((line) => presentLine(line, reading.decode)), next: last === undefined ? null : cursorOf(last) };
    },
  );

  app.post(
    `${QUARANTINE}/reparse`,
    { schema: { ...about("quarantine", "Read lines again; those that can be read now become events", "line:reparse"), ...NDJSON, params: TenantPath, body: Reparse } },
    async (request, reply) => {
      const { dryRun, ...asked } = request.body;
      return sendSteps(reply, log, reparse(deps, callerOf(request), request.params.tenant, { range: rangeOf(asked), isDryRun: dryRun }));
    },
  );
};

const LATEST_MS = Date.UTC(2200, 0);

type Asked = { readonly since?: string | undefined; readonly until?: string | undefined; readonly source?: string | undefined; readonly reason?: string | undefined; readonly shape?: string | undefined };

function rangeOf({ since, until, source, reason, shape }: Asked): QuarantineRange {
  return {
    sinceMs: since === undefined ? 0 : Date.parse(since),
    untilMs: until === undefined ? LATEST_MS : Date.parse(until),
    ...(source === undefined ? {} : { source }),
    ...(reason === undefined ? {} : { reason }),
    ...(shape === undefined ? {} : { shape }),
  };
}

async function exampleOf(events: EventStore, tenant: string, { source, reason, shape, firstMs }: QuarantineGroup): Promise<Uint8Array> {
  for await (const { raw } of events.quarantinedLines(tenant, { sinceMs: firstMs, untilMs: firstMs + 1, source, reason, shape }, LIMITS)) return raw;
  // It has left the quarantine since.
  return new Uint8Array();
}

const TEXT_CHARS = 2_048;

/** A line as people read it. */
export const textOf = (decode: (line: Uint8Array) => string, line: Uint8Array): string => decode(line.subarray(0, TEXT_CHARS * 4)).slice(0, TEXT_CHARS).toWellFormed();

function presentGroup(list: readonly QuarantineGroup[], example: string): QuarantineGroups["groups"][number] {
  const { reason, shape } = list[0]!;
  return {
    reason, shape, example,
    count: list.reduce((sum, { count }) => sum + count, 0),
    first: iso(new Date(Math.min(...list.map(({ firstMs }) => firstMs)))),
    last: iso(new Date(Math.max(...list.map(({ lastMs }) => lastMs)))),
    sources: list.map(({ source, count }) => ({ source, count })),
  };
}

const presentLine = ({ id, arrivedMs, source, collector, reason, shape, raw }: QuarantinedLine, decode: (line: Uint8Array) => string) =>
  ({ id, arrived: iso(new Date(arrivedMs)), source, collector, reason, shape, line: decode(raw).toWellFormed(), raw: raw.toString("base64") });

const cursorOf = ({ arrivedMs, id }: QuarantinePlace): string => Buffer.from(`${arrivedMs}.${id}`).toString("base64url");

function placeOf(cursor: string): QuarantinePlace {
  const found = /^(\d{1,15})\.([0-9a-f]{32})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (found === null) throw new DomainError("invalid", "cursor: use `next` of the answer before as it is, or none for the first page");
  return { arrivedMs: Number(found[1]), id: found[2]! };
}
