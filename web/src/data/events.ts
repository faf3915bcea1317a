// Events of one organisation: searched, counted by time, their fields and most frequent values.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";

export type FoundEvent = Paths["/v1/tenants/{tenant}/events/search"]["post"]["answer"]["events"][number];
export type HistogramAnswer = Paths["/v1/tenants/{tenant}/events/histogram"]["post"]["answer"];
export type FieldCount = Paths["/v1/tenants/{tenant}/events/fields"]["post"]["answer"]["fields"][number];
export type Detection = Schemas["Detection"];

/** What is asked: a query in the language of docs/hunting.md, from `since` on, before `until`. */
export type Asked = { readonly query: string; readonly since: string; readonly until: string };

const PAGE = 200;
// Events are big, and a hunt asks often: what is out of sight is let go soon.
const KEPT_MS = 30_000;
const DETECTIONS_AT_MOST = 1_000;
// A fixed range holds the same events, but for late ones; whoever searches again asks anew.
const kept = { gcTime: KEPT_MS, staleTime: 60_000, refetchOnWindowFocus: false } as const;

type Timed<Answer> = { readonly answer: Answer; readonly ms: number };
async function timed<Answer>(asking: Promise<Answer>): Promise<Timed<Answer>> {
  const began = performance.now();
  const answer = await asking;
  return { answer, ms: performance.now() - began };
}

/** Events, newest first, by pages. */
export const useEvents = (tenant: string, asked: Asked) =>
  useInfiniteQuery({
    queryKey: ["event", tenant, "search", asked],
    queryFn: ({ pageParam, signal }) => timed(api.post("/v1/tenants/{tenant}/events/search", { path: { tenant }, body: { ...asked, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ answer }) => answer.next ?? undefined,
    placeholderData: keepPreviousData,
    ...kept,
  });

export const useHistogram = (tenant: string, asked: Asked) =>
  useQuery({ queryKey: ["event", tenant, "histogram", asked], queryFn: ({ signal }) => api.post("/v1/tenants/{tenant}/events/histogram", { path: { tenant }, body: asked, signal }), placeholderData: keepPreviousData, ...kept });

/** Which fields these events have, and how many have each. */
export const useFields = (tenant: string, asked: Asked, enabled: boolean) =>
  useQuery({ queryKey: ["event", tenant, "fields", asked], queryFn: ({ signal }) => api.post("/v1/tenants/{tenant}/events/fields", { path: { tenant }, body: asked, signal }), enabled, placeholderData: keepPreviousData, ...kept });

/** The most frequent values of one field. */
export const useTop = (tenant: string, asked: Asked, field: string, limit: number, enabled: boolean) =>
  useQuery({ queryKey: ["event", tenant, "top", asked, field, limit], queryFn: ({ signal }) => api.post("/v1/tenants/{tenant}/events/top", { path: { tenant }, body: { ...asked, field, limit }, signal }), enabled, placeholderData: keepPreviousData, ...kept });

/** The newest detections of a range, to mark their events. */
export const useDetections = (tenant: string, { since, until }: Pick<Asked, "since" | "until">) =>
  useQuery({ queryKey: ["detection", tenant, since, until], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/detections", { path: { tenant }, query: { since, until, limit: DETECTIONS_AT_MOST }, signal }), placeholderData: keepPreviousData, ...kept });

export type DetectionFilter = { readonly since: string; readonly until: string; readonly rule?: string; readonly level?: readonly NonNullable<Detection["level"]>[] };

/** What rules found, newest first, by pages. */
export const useDetectionPages = (tenant: string, filter: DetectionFilter) =>
  useInfiniteQuery({
    queryKey: ["detection", tenant, "pages", filter],
    queryFn: ({ pageParam, signal }) => {
      const { level, ...rest } = filter;
      // The address takes several levels separated by commas.
      return api.get("/v1/tenants/{tenant}/detections", { path: { tenant }, query: { ...rest, ...(level === undefined ? {} : { level: [level.join(",") as NonNullable<Detection["level"]>] }), limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    ...kept,
  });

/** Events in one page, for panels: as many as the API gives at once. */
export const useSomeEvents = (tenant: string, asked: Asked, limit: number, enabled = true) =>
  useQuery({ queryKey: ["event", tenant, "some", asked, limit], queryFn: ({ signal }) => api.post("/v1/tenants/{tenant}/events/search", { path: { tenant }, body: { ...asked, limit }, signal }), enabled, ...kept });

/** One event, by its id. */
export const useAround = (tenant: string, id: string) =>
  useQuery({ queryKey: ["event", tenant, "around", id], queryFn: ({ signal }) => api.post("/v1/tenants/{tenant}/events/around", { path: { tenant }, body: { id, before: 0, after: 0 }, signal }), ...kept });

/** Where the browser loads all that was found from, as a file. */
export function exportAddress(tenant: string, { query, since, until }: Asked, format: "csv" | "ndjson", fields: readonly string[]): string {
  const asked = new URLSearchParams({ query, since, until, format, ...(format === "csv" && fields.length > 0 ? { fields: fields.join(",") } : {}) });
  return `/v1/tenants/${encodeURIComponent(tenant)}/events/export?${asked.toString()}`;
}
