// The hours that a clock counts: those of the settings of its start, whatever was agreed since.
import { type ServiceHours, serviceHoursOf, settingOfVersion } from "../tenants/index.ts";
import type { Clock } from "./clock.ts";
import type { Db } from "./repo.ts";

export type HoursOf = (clock: Clock) => Promise<ServiceHours>;

/** Looks hours up by version, each once while `db` lasts. */
export function hoursOfClocks(db: Db): HoursOf {
  const known = new Map<string, Promise<ServiceHours>>();
  return (clock) => {
    const { tenant, severity, timing, versions: { hours, holidays } } = clock;
    if (timing === "calendar") return Promise.resolve("always");
    const key = JSON.stringify([tenant, severity, hours, holidays]);
    const found = known.get(key) ?? read(db, clock);
    known.set(key, found);
    return found;
  };
}

async function read(db: Db, { tenant, severity, timing, versions }: Clock): Promise<ServiceHours> {
  const of = db.tenant === undefined ? { ...db, of: tenant } : db;
  const hours = await settingOfVersion(of, "service-hours", versions.hours);
  return serviceHoursOf({ "service-hours": hours, holidays: await settingOfVersion(of, "holidays", versions.holidays) }, severity, timing);
}
