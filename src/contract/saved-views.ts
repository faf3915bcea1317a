// What people look at again: a search of the hunt, the queue with its filters.
import { z } from "zod";
import { Time } from "./shared.ts";

export const VIEW_PAGES = ["hunt", "queue", "incidents", "requests", "sources", "rules", "assets", "journal"] as const;
const Page = z.enum(VIEW_PAGES);

const wanted = {
  page: Page,
  name: z.string().trim().min(1).max(100),
  view: z.string().max(8_192).describe("what the page's address says behind its question mark: query, columns, range, filters"),
  shared: z.boolean().default(false).describe("with the people of your side: the provider's, or your organisation's"),
};
export const SaveView = z.strictObject(wanted);
export const SavedView = z
  .object({ ...wanted, shared: z.boolean(), id: z.string(), tenant: z.string().nullable().describe("null: over all organisations"), isOwn: z.boolean(), owner: z.string().describe("as people know them"), createdAt: Time, changedAt: Time })
  .meta({ id: "SavedView" });
export const SavedViewQuery = z.strictObject({ page: Page.optional() });
export const SavedViewList = z.object({ views: z.array(SavedView).describe("by name; the caller's own, and those that their side shares") });
export const SavedViewPath = z.strictObject({ view: z.string().min(1).max(64) });
export const TenantSavedViewPath = z.strictObject({ tenant: z.string().min(1).max(63), view: z.string().min(1).max(64) });
