// RT's API (REST 2) as the connector asks it.
import type { z } from "zod";
import { type Http, RemoteError } from "../../../outbound/index.ts";
import type { RequestTrackerOptions } from "./options.ts";
import { shaped, TicketBody, Version } from "./shapes.ts";

type Query = Readonly<Record<string, string | number | undefined>>;
/** A condition of RT's searches by JSON. */
export type Limit = { readonly field: string; readonly operator: string; readonly value: unknown };

/** Its lists come in pages of at most so many. */
export const PAGE = 100;
const MOST_PAGES = 20;

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

/** A list behind `after`, in the order of ids: page numbers would shift while others write. */
export async function listOf<Item extends Listed>(rt: RequestTracker, shape: z.ZodType<{ readonly items: readonly Item[] }>, path: string, { fields, limits = [], after = "0" }: { readonly fields: string; readonly limits?: readonly Limit[]; readonly after?: string }): Promise<readonly Item[]> {
  const all: Item[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = JSON.stringify([{ field: "id", operator: ">", value: all.at(-1)?.id ?? after }, ...limits]);
    const { items } = await rt.get(shape, path, { query, fields, orderby: "id", order: "ASC", per_page: PAGE });
    all.push(...items);
    if (items.length < PAGE) break;
  }
  return all;
}
