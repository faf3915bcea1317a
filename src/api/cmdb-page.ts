// What the lists of the CMDB have in common.
import { iso } from "./routes.ts";

/** An entry as answers have it. */
export const dated = <Entry extends { readonly changedAt: Date }>({ changedAt, ...entry }: Entry) => ({ ...entry, changedAt: iso(changedAt) });

/** For `after`: the last entry's id, null if there are no more. */
export const nextOf = (entries: readonly { readonly id: string }[], limit: number): string | null => (entries.length < limit ? null : (entries.at(-1)?.id ?? null));
