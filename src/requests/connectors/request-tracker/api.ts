// RT's API (REST 2) as the connector asks it.
import type { z } from "zod";
import { type Http, RemoteError } from "../../../outbound/index.ts";
import type { RequestTrackerOptions } from "./options.ts";
import { shaped, TicketBody, Version } from "./shapes.ts";

type Query = Readonly<Record<string, string | number | undefined>>;
/** A condition of RT's searches by JSON. Of two on one field RT asks for either, unless they say that both must hold. */
export type Limit = { readonly field: string; readonly operator: string; readonly value: unknown; readonly entry_aggregator?: "AND" };

/** Its lists come in pages of at most so many. */
export const PAGE = 100;
const MOST_PAGES = 10;

export type RequestTracker = {
  readonly http: Http;
  readonly options: RequestTrackerOptions;
  readonly url: string;
  readonly now: () => Date;
  readonly get: <Shape>(shape: z.ZodType<Shape>, path: string, query?: Query) => Promise<Shape>;
};

/** Opens it. */
export const openRequestTracker = (http: Http, { options, url, now }: Pick<RequestTracker, "options" | "url" | "now">): RequestTracker => ({
  http, options, url, now,
  get: async (shape, path, query) => shaped(shape, (await http.ask({ path: `REST/2.0/${path}`, query })).json, path.replace(/\/.*/, "")),
});

/** The path of a ticket; an id that is none of RT's leads nowhere. */
export function pathOf(id: string): string {
  if (!/^\d{1,18}$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no number of a ticket`, arrived: "no" });
  return `ticket/${id}`;
}

/** A ticket, and the version that an update may name: its last transaction. Undefined: it is not there for us. */
export async function ticketAt(rt: RequestTracker, id: string): Promise<{ readonly ticket: TicketBody; readonly version: string | null } | undefined> {
  try {
    const { json, headers } = await rt.http.ask({ path: `REST/2.0/${pathOf(id)}`, query: { "fields[Queue]": "Name", "fields[Owner]": "Name" } });
    return { ticket: shaped(TicketBody, json, "the ticket"), version: /^(?:W\/)?"(\d+)/.exec(headers["etag"] ?? "")?.[1] ?? null };
  } catch (error) {
    if (!(error instanceof RemoteError) || (error.problem !== "not_found" && error.problem !== "forbidden")) throw error;
    // Whoever answers must be RT: a proxy's "not found" is no word about a ticket.
    await rt.get(Version, "rt");
    return undefined;
  }
}

type Listed = { readonly id: string };

/**
 * A list behind `after`, in the order of ids; where it is too long, the newest of it. Page numbers would shift while others
 * write. RT takes what we may not see out of a page that is cut already: a short page is the last one only where `limits`
 * name rows of which we see all or none.
 */
export async function listOf<Item extends Listed>(rt: RequestTracker, shape: z.ZodType<{ readonly items: readonly Item[] }>, path: string, { fields, limits = [], after }: { readonly fields: string; readonly limits?: readonly Limit[]; readonly after?: string }): Promise<readonly Item[]> {
  const all: Item[] = [];
  const from: readonly Limit[] = after === undefined ? [] : [{ field: "id", operator: ">", value: after }];
  for (let page = 0; page < MOST_PAGES; page++) {
    const last = all.at(-1)?.id;
    const to: readonly Limit[] = last === undefined ? [] : [{ field: "id", operator: "<", value: last, entry_aggregator: "AND" }];
    const { items } = await rt.get(shape, path, { query: JSON.stringify([...limits, ...from, ...to]), fields, orderby: "id", order: "DESC", per_page: PAGE });
    all.push(...items);
    if (items.length < PAGE) break;
  }
  return all.toReversed();
}
