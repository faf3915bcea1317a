import type { z } from "zod";
import type { Request as Page } from "../contract/requests.ts";
import { showRequest } from "../requests/index.ts";
import type { TenantDb } from "../store/index.ts";
import { settingsAt } from "../tenants/index.ts";
import { presentPage, tellingOf } from "./present-request.ts";
import type { ReadingAsker } from "./request-asker.ts";

/** The page of one request, told as of now and in the language of whoever reads it. */
export async function pageOf(db: TenantDb, asker: ReadingAsker, idOrRef: string): Promise<z.infer<typeof Page>> {
  return presentPage(await showRequest(db, asker, idOrRef), tellingOf((await settingsAt(db, asker.now)).documents, asker));
}
