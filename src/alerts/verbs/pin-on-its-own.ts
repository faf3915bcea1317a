// Events of alerts that are handed on are kept, without anybody having to think of it: what the client was asked about, and
// what an incident rests on, is there to be shown when the store has forgotten it.
import { systemCaller } from "../../core/index.ts";
import { type Fact, readOutbox, type State, type SystemDb } from "../../store/index.ts";
import { alertsOfIncident } from "../repo.ts";
import { type EventsOf, MOST_PINNED, pinEvidence } from "./pin.ts";
import { unpinnedEvents } from "./repo.ts";

/** Of one alert at most so many, the earliest first; whoever needs more pins them. */
const MOST_OF_ALERT = 200;
const FACTS = 50;

/** Pins events of the alerts of the next escalations and incidents; gives how many facts it read. Doing it again adds nothing. */
export const pinHandedOn = (state: State, now: Date, eventsOf: EventsOf): Promise<number> =>
  readOutbox(state, "alert-evidence", FACTS, now, async (db, facts) => {
    for (const [tenant, some] of Map.groupBy(facts, (fact) => fact.tenant ?? "")) {
      if (tenant === "") continue;
      const ofTenant = { ...db, of: tenant };
      for (const alert of new Set((await Promise.all(some.map((fact) => alertsIn(ofTenant, fact)))).flat())) await pinAll(ofTenant, alert, now, eventsOf);
    }
  });

async function pinAll(db: SystemDb & { readonly of: string }, alert: string, now: Date, eventsOf: EventsOf): Promise<void> {
  const wanted = await unpinnedEvents(db, alert, MOST_OF_ALERT);
  for (let i = 0; i < wanted.length; i += MOST_PINNED) {
    const some = wanted.slice(i, i + MOST_PINNED);
    await pinEvidence(db, systemCaller("evidence", now), alert, { wanted: some, events: await eventsOf(db.of, some) });
  }
}

/** The alerts, by id or reference, that a fact hands on. What came to an incident meanwhile is pinned when it is closed. */
async function alertsIn(db: SystemDb & { readonly of: string }, { kind, subject, details }: Fact): Promise<readonly string[]> {
  if (kind === "incident.closed") return alertsOfIncident(db, subject);
  const isHandedOn = kind === "escalation.made" || kind === "escalation.closed" || kind === "incident.opened" || (kind === "incident.changed" && details["action"] === "incident.alerts-linked");
  const alerts = isHandedOn ? details["alerts"] : undefined;
  return Array.isArray(alerts) ? alerts.filter((one): one is string => typeof one === "string") : [];
}
