// All that the page of an incident shows, for the side that reads it.
import { type AlertFacts, alertFacts } from "../alerts/index.ts";
import { clocksOf, type Reading } from "../clocks/index.ts";
import type { Caller } from "../core/index.ts";
import type { TenantDb } from "../store/index.ts";
import { type Entry, listEntries, subjectKey } from "../timeline/index.ts";
import { subjectOf } from "./act.ts";
import { type AlertLink, linksOf } from "./alerts/repo.ts";
import type { Attachment } from "./attachments/attachment.ts";
import { attachmentsOf } from "./attachments/repo.ts";
import { findIncident } from "./find.ts";
import type { Incident } from "./incident.ts";
import type { Part } from "./parts/part.ts";
import { partsOf } from "./parts/repo.ts";
import { type Likeness, type Related, relatedTo } from "./relations/relate.ts";
import { mergedInto } from "./repo.ts";
import { type Turn, turnOf } from "./turn.ts";

export type IncidentDetail = {
  readonly incident: Incident;
  readonly survivor: Incident | null;
  readonly turn: Turn | null;
  readonly clocks: readonly Reading[];
  readonly alerts: readonly AlertFacts[];
  /** Those that ended, too. */
  readonly links: readonly AlertLink[];
  readonly parts: readonly Part[];
  readonly attachments: readonly Attachment[];
  readonly decisions: readonly Entry[];
  readonly related: readonly Related[];
  readonly alike: readonly Likeness[];
  readonly merged: readonly Incident[];
};

/** One incident with what belongs to it. */
export async function showIncident(db: TenantDb, { side, now }: Pick<Caller, "side" | "now">, name: string, { withRemoved = false } = {}): Promise<IncidentDetail> {
  const incident = await findIncident(db, name);
  const subject = subjectOf(incident);
  const clocks = (await clocksOf(db, [subject], now)).get(subjectKey(subject)) ?? [];
  const links = await linksOf(db, [incident.id], { withEnded: true });
  return {
    incident, clocks, links, turn: turnOf(incident, clocks),
    survivor: incident.mergedInto === null ? null : await findIncident(db, incident.mergedInto),
    alerts: await alertFacts(db, links.filter(({ unlinked }) => unlinked === null).map(({ alert }) => alert)),
    parts: await partsOf(db, [incident.id], side, { withRemoved }),
    attachments: await attachmentsOf(db, [incident.id], side),
    decisions: (await threadOf(db, incident, side)).filter(({ type }) => type === "decision"),
    merged: await mergedInto(db, incident.id),
    ...(await relatedTo(db, incident)),
  };
}

const PAGE = 1_000;
/** How much of a thread is read at once. */
export const LONGEST_THREAD = 20_000;

/** The whole thread of an incident as a side sees it, in the order of writing. */
export async function threadOf(db: TenantDb, incident: Pick<Incident, "id">, side: Caller["side"]): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  while (entries.length < LONGEST_THREAD) {
    const page = await listEntries(db, { subjects: [subjectOf(incident)], side, after: entries.at(-1)?.id, limit: PAGE });
    entries.push(...page);
    if (page.length < PAGE) break;
  }
  return entries;
}
