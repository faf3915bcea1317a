// NetBox's API: lists in the order of their ids, behind an id, so that nothing is missed where rows come and go meanwhile.
import { z } from "zod";
import type { Http } from "../../../../outbound/index.ts";
import { garbage, parsed } from "../shapes.ts";

const PAGE = 500;
// Of ids in one address.
const IDS_AT_ONCE = 50;

const Page = z.object({ count: z.int().min(0), next: z.string().nullable().optional(), results: z.array(z.unknown()) });

/** All of a list whose ids are greater than `after`. */
export async function listAll<T extends { readonly id: number }>(http: Http, path: string, shape: z.ZodType<T>, after = 0): Promise<readonly T[]> {
  const all: T[] = [];
  for (let last = after; ; ) {
    const { json } = await http.ask({ path, query: { limit: PAGE, ordering: "id", id__gt: last } });
    const { count, results } = parsed(Page, json, path);
    const rows = results.map((one) => parsed(shape, one, path));
    for (const { id } of rows) {
      if (id <= last) throw garbage(`${path} answered ${id} behind ${last}: it does not know id__gt or ordering`);
      last = id;
    }
    all.push(...rows);
    // `count` is of those that are left.
    if (rows.length >= count) return all;
    if (rows.length === 0) throw garbage(`${path} says that there are ${count} more, and gives none`);
  }
}

/** Those of a list that have one of some ids in a field. */
export async function listBy<T extends { readonly id: number }>(http: Http, path: string, shape: z.ZodType<T>, field: string, ids: readonly number[]): Promise<readonly T[]> {
  const all: T[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const some = ids.slice(from, from + IDS_AT_ONCE).map((id) => `${field}=${id}`).join("&");
    all.push(...(await listAll(http, `${path}${path.includes("?") ? "&" : "?"}${some}`, shape)));
  }
  return all;
}

/** How many there are. */
export async function countOf(http: Http, path: string): Promise<{ readonly count: number; readonly date: string | undefined }> {
  const { json, headers } = await http.ask({ path, query: { limit: 1 } });
  return { count: parsed(Page, json, path).count, date: headers["date"] };
}
