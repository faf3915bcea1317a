// An instance as its parts here ask it.
import type { Opening } from "../connector.ts";
import type { ServiceNowOptions } from "./options.ts";
import { signIn } from "./sign-in.ts";
import { openTables, type Tables } from "./table.ts";

export type ServiceNow = Pick<Opening<ServiceNowOptions>, "options" | "url" | "now"> & { readonly tables: Tables };

export const openInstance = (opening: Opening<ServiceNowOptions>): ServiceNow => ({ options: opening.options, url: opening.url, now: opening.now, tables: openTables(signIn(opening)) });
