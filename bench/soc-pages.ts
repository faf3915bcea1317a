import { createHash } from "node:crypto";
import { type List, of } from "./measure-lists.ts";

const ever = (path: string): List => () => path;
// One of the organisation, by its id: soc-fill.ts says whose the ith is, and what its id is.
function idAt(letter: "a" | "i", n: number, organisation: number): string {
  let i = 1 + ((n * 97) % 3_000) * 5;
  while ((i % 5 === 0 ? 0 : 1 + (i % 49)) !== organisation) i += 1;
  return createHash("md5").update(`${letter}${i}`).digest("hex");
}
const alertAt = (n: number, organisation: number): string => `alerts/${idAt("a", n, organisation)}`;
const incidentAt = (n: number, organisation: number): string => `incidents/${idAt("i", n, organisation)}`;

/** The pages of the daily work, as the web app asks for them. */
export const SOC_PAGES: Readonly<Record<string, List>> = {
  queueOfAll: ever("/v1/alerts"),
  queueOfAllByDue: ever("/v1/alerts?sort=due"),
  queueOfAllNewest: ever("/v1/alerts?sort=newest"),
  queueOfAllMine: ever("/v1/alerts?stage=mine"),
  queueOfAllUnowned: ever("/v1/alerts?stage=unowned&level=critical,high"),
  queueOfAllClosed: ever("/v1/alerts?stage=closed&sort=newest"),
  queueOfAllClosedTruePositives: ever("/v1/alerts?stage=closed&verdict=true_positive&level=critical&sort=newest"),
  queueOfAllOfRule: (n) => `/v1/alerts?stage=all&rule=rule-${n % 400}`,
  queueOfAllOfText: (n) => `/v1/alerts?text=host-${n % 900}`,
  queueOfAllSince: ever("/v1/alerts?since=2026-11-23T00:00:00Z&status=new,in_progress"),
  queue: of("alerts"),
  queueClosed: of("alerts", () => "?stage=closed"),
  queueOfEntity: of("alerts", (n) => `?stage=all&entity=host-${n % 900}`),
  queueOfTechnique: of("alerts", () => "?stage=all&technique=T1059"),
  horizonOfAll: ever("/v1/alerts/horizon"),
  horizon: of("alerts/horizon"),
  nextOfAll: ever("/v1/alerts/next"),
  alert: (n, organisation) => of(alertAt(n, organisation))(n, organisation),
  alertThread: (n, organisation) => of(`${alertAt(n, organisation)}/thread`)(n, organisation),
  incidentsOfAll: ever("/v1/incidents"),
  incidentsOfAllByDue: ever("/v1/incidents?order=due"),
  incidentsOfAllClosed: ever("/v1/incidents?view=closed&order=newest"),
  incidentsOfAllOfText: (n) => `/v1/incidents?view=all&text=incident%20${n * 91}`,
  incidents: of("incidents"),
  incidentsWaiting: of("incidents", () => "?view=waits-on-client"),
  incident: (n, organisation) => of(incidentAt(n, organisation))(n, organisation),
  incidentEntries: (n, organisation) => of(`${incidentAt(n, organisation)}/entries`)(n, organisation),
  waiting: of("waiting"),
  notifications: of("notifications"),
};
