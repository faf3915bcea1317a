// What was kept below the line: searchable and counted, with who answers for it.
import type { z } from "zod";
import { countSuppressions, listSuppressions, type SuppressedDetection } from "../alerts/index.ts";
import { SuppressedCountQuery, SuppressedCounts, SuppressedList, SuppressedQuery } from "../contract/exceptions.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, dateOf, iso, type Routes } from "./routes.ts";

const SUPPRESSED = "/v1/tenants/:tenant/suppressed";
const DAY_MS = 86_400_000;

/** Detections that did not go to people. */
export const suppressionRoutes = ({ state, now }: Pick<RouteDeps, "state" | "now">): Routes => async (app) => {
  const periodOf = ({ since, until }: { readonly since?: string | undefined; readonly until?: string | undefined }): { readonly since: Date; readonly until: Date } => {
    // A millisecond more: what is kept back this very moment is meant, too.
    const end = dateOf(until) ?? new Date(now().getTime() + 1);
    return { since: dateOf(since) ?? new Date(end.getTime() - DAY_MS), until: end };
  };

  app.get(SUPPRESSED, { schema: { ...about("exceptions", "Detections kept below the line, the last one first", "alert:read"), params: TenantPath, querystring: SuppressedQuery, response: answers(SuppressedList) } }, async ({ params, query }) => {
    const { kind, by, rule, host, limit, cursor, ...period } = query;
    const found = await listSuppressions(state, params.tenant, { kind, by, rule, host, ...periodOf(period), before: cursor === undefined ? undefined : placeOf(cursor), limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { suppressed: page.map(present), next: found.length > limit && last !== undefined ? `${last.at.toISOString()}.${hex(last.detection.id)}` : null };
  });

  app.get(`${SUPPRESSED}/counts`, { schema: { ...about("exceptions", "How many were kept below the line, by what and of which rule", "alert:read"), params: TenantPath, querystring: SuppressedCountQuery, response: answers(SuppressedCounts) } }, async ({ params, query }) => {
    const period = periodOf(query);
    const lines = await countSuppressions(state, params.tenant, period);
    const of = (kind: z.infer<typeof SuppressedCounts>["lines"][number]["kind"]): number => lines.filter((line) => line.kind === kind).reduce((sum, { count }) => sum + count, 0);
    const byKind = { exception: of("exception"), maintenance: of("maintenance"), duplicate: of("duplicate"), "rate-limit": of("rate-limit") };
    return {
      since: iso(period.since), until: iso(period.until), total: Object.values(byKind).reduce((sum, n) => sum + n, 0), byKind,
      lines: lines.map(({ kind, id, owner, rule, count, last }) => ({ kind, by: id, owner, rule, count, last: iso(last) })),
    };
  });
};

const hex = (id: Uint8Array): string => Buffer.from(id).toString("hex");

function placeOf(cursor: string): { readonly at: Date; readonly detection: string } {
  const [, at, detection] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\.([0-9a-f]{32})$/.exec(cursor) ?? [];
  if (at === undefined || detection === undefined || Number.isNaN(Date.parse(at))) throw new DomainError("invalid", "cursor: use `next` of the answer before as it is, or none for the first page");
  return { at: new Date(at), detection };
}

const present = ({ detection: { id, rule, level, time, host, fields }, kind, id: by, owner, reason, at }: SuppressedDetection): z.infer<typeof SuppressedList>["suppressed"][number] => ({
  detection: hex(id), kind, by, owner, reason, at: iso(at), rule: { key: rule.key, title: rule.title }, level, time: iso(time), host, fields: { ...fields },
});
