// Assets name teams, services and zones as their sources write them: so one name is one of each, and stays while it is used.
import { DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { countNaming, idOfName, nameOf } from "./repo.ts";

const TABLES = { team: "team", service: "business_service", zone: "zone" } as const;

/** Refuses a name that another has, and another name for what assets call by the old one. */
export async function checkName(db: TenantDb, what: keyof typeof TABLES, name: string, id: string): Promise<void> {
  if ((await idOfName(db, TABLES[what], name, id)) !== undefined) throw new DomainError("conflict", `There is a ${what} ${name} already.`);
  const before = await nameOf(db, TABLES[what], id);
  if (before === undefined || before.toLowerCase() === name.toLowerCase()) return;
  const assets = await countNaming(db, what, before);
  if (assets > 0) throw new DomainError("conflict", `${assets} assets name the ${what} ${before}: register ${name} beside it, and change them first.`);
}
