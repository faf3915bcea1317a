// The central register of an organisation's incidents, in the order of their numbers: PDIS IV.2.1.bb.
import { type AlertFacts, alertFacts } from "../../alerts/index.ts";
import { clocksOf } from "../../clocks/index.ts";
import { DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { subjectKey } from "../../timeline/index.ts";
import { subjectOf } from "../act.ts";
import { linksOf } from "../alerts/repo.ts";
import type { Incident } from "../incident.ts";
import { incidentsOf } from "../repo.ts";
import { registeredIncidents, type RegisterQuestion } from "./repo.ts";

/** An incident as the register has it. */
export type RegisteredIncident = {
  readonly incident: Incident;
  /** Reference. */
  readonly mergedInto: string | null;
  readonly alerts: readonly string[];
  /** Id and version. */
  readonly rules: readonly string[];
  readonly sources: readonly string[];
  readonly collectors: readonly string[];
  readonly events: readonly string[];
  readonly notifiedAt: Date | null;
  readonly isPartial: boolean;
};

/** A page of the register. It holds nothing that one side keeps from the other: both read the same. */
export async function registerOf(db: TenantDb, { after, ...question }: Omit<RegisterQuestion, "after"> & { readonly after?: string | undefined }, now: Date): Promise<{ readonly incidents: readonly RegisteredIncident[]; readonly next: string | null }> {
  const incidents = await registeredIncidents(db, { ...question, after: after === undefined ? undefined : placeOf(after) });
  const links = Map.groupBy(await linksOf(db, incidents.map(({ id }) => id)), ({ incident }) => incident);
  const facts = new Map((await alertFacts(db, [...links.values()].flat().map(({ alert }) => alert))).map((one) => [one.alert.id, one]));
  const survivors = new Map((await incidentsOf(db, incidents.flatMap(({ mergedInto }) => mergedInto ?? []))).map(({ id, ref }) => [id, ref]));
  const clocks = await clocksOf(db, incidents.map(subjectOf), now, { phases: ["notify"] });
  const last = incidents.length < question.limit ? undefined : incidents.at(-1);
  return {
    incidents: incidents.map((incident) => {
      const stopped = (clocks.get(subjectKey(subjectOf(incident))) ?? []).find(({ stoppedAt, isCancelled }) => stoppedAt !== null && !isCancelled);
      return { incident, mergedInto: incident.mergedInto === null ? null : (survivors.get(incident.mergedInto) ?? incident.mergedInto), ...toldBy((links.get(incident.id) ?? []).flatMap(({ alert }) => facts.get(alert) ?? [])), notifiedAt: stopped?.stoppedAt ?? null };
    }),
    next: last === undefined ? null : `${last.year}-${last.number}`,
  };
}

function toldBy(facts: readonly AlertFacts[]): Pick<RegisteredIncident, "alerts" | "rules" | "sources" | "collectors" | "events" | "isPartial"> {
  const each = (of: (one: AlertFacts) => readonly string[]): readonly string[] => [...new Set(facts.flatMap(of))].filter((one) => one !== "").toSorted();
  return {
    alerts: facts.map(({ alert }) => alert.ref), rules: each(({ rules }) => rules.map(({ id, key, version }) => `${id ?? key} v${version}`)), sources: each(({ sources }) => sources.map(({ source }) => source)),
    collectors: each(({ sources }) => sources.map(({ collector }) => collector)), events: each(({ eventIds }) => eventIds), isPartial: facts.some(({ isPartial }) => isPartial),
  };
}

function placeOf(after: string): { readonly year: number; readonly number: number } {
  const [year, number] = after.split("-").map(Number);
  if (!Number.isSafeInteger(year) || !Number.isSafeInteger(number)) throw new DomainError("invalid", "after: use what the page before gave as `next`.");
  return { year: year!, number: number! };
}
