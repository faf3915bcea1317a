// What people saw above the line, and what a rule kept from them below it, in quarters of an hour; and the sum in words.
import type { SystemDb, TenantDb } from "../../store/index.ts";
import type { Level } from "../level.ts";
import { SUPPRESSION_KINDS, type SuppressionKind } from "../suppress/suppressed.ts";
import { horizonSentence } from "../words/horizon-words.ts";
import type { Language } from "../words/language.ts";
import { alertsByQuarter, type Bar, detectionsByQuarter } from "./repo.ts";

export type HorizonBar = { readonly at: Date; readonly alerts: Readonly<Partial<Record<Level, number>>>; readonly suppressed: Readonly<Partial<Record<SuppressionKind, number>>> };
export type Horizon = {
  readonly since: Date;
  readonly until: Date;
  readonly bars: readonly HorizonBar[];
  /** detections = alerted + suppressed. */
  readonly detections: number;
  readonly alerted: number;
  readonly alerts: number;
  readonly suppressed: Readonly<Record<SuppressionKind, number>>;
  readonly sentence: string;
};

const QUARTER_MS = 15 * 60_000;

/** The last so many hours of one organisation, or of all that the caller may see. */
export async function horizon(db: TenantDb | SystemDb, { now, hours, tenants, language }: { readonly now: Date; readonly hours: number; readonly tenants: readonly string[]; readonly language: Language }): Promise<Horizon> {
  const until = new Date((Math.floor(now.getTime() / QUARTER_MS) + 1) * QUARTER_MS);
  const since = new Date(until.getTime() - hours * 60 * 60_000);
  const above = await alertsByQuarter(db, { since, until, tenants });
  const below = await detectionsByQuarter(db, { since, until, tenants });
  const bars = Array.from({ length: (until.getTime() - since.getTime()) / QUARTER_MS }, (_, i) => new Date(since.getTime() + i * QUARTER_MS));
  const [alertsAt, hiddenAt] = [byQuarter(above), byQuarter(below.filter(({ kind }) => kind !== "alerted"))];
  const sumOf = (kind: string): number => below.reduce((n, one) => (one.kind === kind ? n + one.n : n), 0);
  const suppressed = Object.fromEntries(SUPPRESSION_KINDS.map((kind) => [kind, sumOf(kind)])) as Record<SuppressionKind, number>;
  const [alerted, alerts] = [sumOf("alerted"), above.reduce((n, one) => n + one.n, 0)];
  const detections = below.reduce((n, one) => n + one.n, 0);
  const sum = { detections, alerted, alerts, suppressed };
  return { since, until, bars: bars.map((at) => ({ at, alerts: alertsAt.get(at.getTime()) ?? {}, suppressed: hiddenAt.get(at.getTime()) ?? {} })), ...sum, sentence: horizonSentence({ ...sum, hours }, language) };
}

const byQuarter = (bars: readonly Bar[]): ReadonlyMap<number, Readonly<Record<string, number>>> =>
  new Map([...Map.groupBy(bars, ({ quarter }) => quarter.getTime())].map(([at, some]) => [at, Object.fromEntries(some.map(({ kind, n }) => [kind, n]))]));
