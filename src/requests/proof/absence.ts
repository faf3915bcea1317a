// What proves that something does not happen any more: that it is not seen, by sources that are seen to work.
import type { Look, Period, SeenEvent } from "./look.ts";
import { ofSource } from "./query.ts";

export type Absence = {
  /** What must not be seen. */
  readonly query: string;
  /** What may be it: then nobody can tell. */
  readonly unsure?: string;
  /** By which events one knows the sources that would show it. */
  readonly witness: string;
  readonly minutes: number;
  /** In a sentence: `event of PC-RAD-102`. */
  readonly what: string;
};

export type Found = { readonly outcome: "proven" | "not-yet" | "contradicted" | "cannot-tell"; readonly words: string; readonly events: readonly string[] };

/** When it was said to be done, and what time it is. */
export type When = { readonly tenant: string; readonly sentAt: Date; readonly claimedAt: Date; readonly now: Date };

// Between the click and the last packet; an event in these minutes speaks against nobody.
export const GRACE_MS = 2 * 60_000;
const BEFORE_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
const SHOWN = 5;

/** Whether it has been absent for so long. Never proven where a source that would show it is silent itself. */
export async function absent(look: Look, { query, unsure, witness, minutes, what }: Absence, { tenant, claimedAt, now }: When): Promise<Found> {
  const since = new Date(claimedAt.getTime() + GRACE_MS);
  if (now <= since) return { outcome: "not-yet", words: `It was said to be done just now; looked at from ${timeOf(since)} on.`, events: [] };
  const seen = await look.events(tenant, query, { since, until: now }, SHOWN);
  if (seen.events.length > 0) return against(seen.events, what);
  if (!seen.complete) return { outcome: "cannot-tell", words: "The events could not be looked through in time.", events: [] };
  const [other] = unsure === undefined ? [] : (await look.events(tenant, unsure, { since, until: now }, 1)).events;
  if (other !== undefined) return notSaid(other, "signed in", what.slice("sign-in of ".length));
  const before = await look.sources(tenant, witness, { since: new Date(claimedAt.getTime() - BEFORE_MS), until: claimedAt });
  if (before.sources.length === 0) return { outcome: "cannot-tell", words: `No source would show it: there was no ${what} in the 24 hours before either.`, events: [] };
  const untilMs = since.getTime() + minutes * MINUTE_MS;
  const silent = await silentSource(look, tenant, before.sources, { since: new Date(Math.max(since.getTime(), now.getTime() - (minutes * MINUTE_MS) / 2)), until: now });
  // Too early to say that a source is silent.
  if (now.getTime() < untilMs) return { outcome: "not-yet", words: `No ${what} since ${timeOf(since)}; looked at until ${timeOf(new Date(untilMs))}.`, events: [] };
  if (silent !== undefined) return { outcome: "cannot-tell", words: `Cannot tell: the source ${silent} has sent nothing ${await sinceWhen(look, tenant, silent, { since: new Date(claimedAt.getTime() - BEFORE_MS), until: now })}.`, events: [] };
  return { outcome: "proven", words: `No ${what} for ${Math.floor((now.getTime() - since.getTime()) / MINUTE_MS)} minutes, while ${before.sources.join(", ")} went on sending.`, events: [] };
}

/** Something was seen that should not be. */
export const against = (events: readonly SeenEvent[], what: string): Found => ({ outcome: "contradicted", words: `There was ${what.startsWith("event") ? `an ${what}` : `a ${what}`} at ${timeOf(events[0]!.time)}, after it was said to be done.`, events: events.map(({ id }) => id) });

/** Something was seen of an account of that name, and the event or the request does not say of which domain. */
export const notSaid = ({ id, time, source }: SeenEvent, did: string, account: string): Found =>
  ({ outcome: "cannot-tell", words: `Cannot tell: an account of this name ${did} at ${timeOf(time)}, as ${source} says, and nobody can see whether its domain is that of ${account}.`, events: [id] });

/** A source that sent nothing in the period, if there is one. */
async function silentSource(look: Look, tenant: string, sources: readonly string[], period: Period): Promise<string | undefined> {
  for (const source of sources) if ((await look.events(tenant, ofSource(source), period, 1)).events.length === 0) return source;
  return undefined;
}

async function sinceWhen(look: Look, tenant: string, source: string, period: Period): Promise<string> {
  const [last] = (await look.events(tenant, ofSource(source), period, 1)).events;
  return last === undefined ? "for more than a day" : `since ${timeOf(last.time)}`;
}

export const timeOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
