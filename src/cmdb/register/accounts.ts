// Accounts that may do much (privileged), or that no person should use (service).
import { DomainError } from "../../core/index.ts";
import { registerOf } from "./register.ts";
import { idsThatExist } from "./repo.ts";

export type GivenAccount = {
  readonly name: string;
  /** Further ways in which logs write it: DOMAIN\name, name@domain, a SID. */
  readonly forms: readonly string[];
  readonly kind: "privileged" | "service";
  /** The id of the machine it belongs to, if it is a local one. */
  readonly asset: string | null;
  readonly owner: string | null;
  readonly note: string | null;
};
export type AccountOfInterest = GivenAccount & { readonly id: string; readonly source: string; readonly changedAt: Date; readonly retiredAt: Date | null };

export const accounts = registerOf<GivenAccount, AccountOfInterest>({
  table: "account_of_interest", word: "account", order: "name",
  titleOf: ({ name }) => name,
  columns: async (db, { name, forms, kind, asset, owner, note }) => {
    if (asset !== null && !(await idsThatExist(db, "asset", [asset])).has(asset)) throw new DomainError("not_found", `There is no asset ${asset} here.`);
    return { name, forms: [...new Set([name, ...forms].map((form) => form.trim().toLowerCase()))], kind, asset_id: asset, owner, note };
  },
  show: (_db, row) => ({
    id: row.id, name: row["name"] as string, forms: row["forms"] as string[], kind: row["kind"] as AccountOfInterest["kind"], asset: row["asset_id"] as string | null,
    owner: row["owner"] as string | null, note: row["note"] as string | null, source: row.source, changedAt: row.changed_at, retiredAt: row["retired_at"] as Date | null,
  }),
});
