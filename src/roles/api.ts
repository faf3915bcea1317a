// The role that answers people.
import type { Config } from "../config/index.ts";
import type { RoleAtWork, RoleProcess } from "./child.ts";

export type ApiOptions = {
  readonly config: Config;
  readonly data: string;
  readonly postgresUrl: string;
  readonly eventsUrl: string;
  readonly eventsPassword: string;
  /** Where lines can be handed in again. */
  readonly internal: { readonly url: string; readonly key: string };
};

export async function startApi(_options: ApiOptions, _process: RoleProcess): Promise<RoleAtWork> {
  return { addresses: {}, stop: async () => {} };
}
