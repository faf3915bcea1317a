// When work on assets is planned: what happens then may be the work itself.
import { DomainError } from "../../core/index.ts";
import { registerOf } from "./register.ts";
import { idsThatExist } from "./repo.ts";

export type GivenWindow = {
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Ids. */
  readonly assets: readonly string[];
  /** Names: all assets that carry one of these. */
  readonly services: readonly string[];
  readonly tags: readonly string[];
  readonly reason: string;
};
export type MaintenanceWindow = GivenWindow & { readonly id: string; readonly source: string; readonly createdBy: string; readonly changedAt: Date; readonly cancelledAt: Date | null };

export const maintenanceWindows = registerOf<GivenWindow, MaintenanceWindow>({
  table: "maintenance_window", word: "maintenance-window", order: "ends_at",
  titleOf: ({ title }) => title,
  columns: async (db, { title, startsAt, endsAt, assets, services, tags, reason }, _id, caller) => {
    if (endsAt <= startsAt) throw new DomainError("invalid", "A window ends after it starts.");
    if (assets.length + services.length + tags.length === 0) throw new DomainError("invalid", "Say what the window covers: assets, services or tags.");
    const known = await idsThatExist(db, "asset", assets);
    const missing = assets.find((id) => !known.has(id));
    if (missing !== undefined) throw new DomainError("not_found", `There is no asset ${missing} here.`);
    return { title, starts_at: startsAt, ends_at: endsAt, assets, services, tags, reason, created_by: caller.who };
  },
  show: (_db, row) => ({
    id: row.id, title: row["title"] as string, startsAt: row["starts_at"] as Date, endsAt: row["ends_at"] as Date, assets: row["assets"] as string[], services: row["services"] as string[], tags: row["tags"] as string[],
    reason: row["reason"] as string, source: row.source, createdBy: row["created_by"] as string, changedAt: row.changed_at, cancelledAt: row["cancelled_at"] as Date | null,
  }),
});
