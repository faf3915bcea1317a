// What an exception would have hidden, had it been in force: over past detections, their alerts, and their events.
import { setImmediate } from "node:timers/promises";
import { type Caller, DomainError, type Fields } from "../../../core/index.ts";
import { nearest } from "../../../detect/index.ts";
import { readTenant, record, type State, withTenant } from "../../../store/index.ts";
import { applying, type Applying, appliesTo, appliesToEvents, isInScope, type ToDecide } from "../applies.ts";
import { type Conditions, digestOf, type Scope } from "../conditions.ts";
import { type Backtest, insertBacktest } from "../repo.ts";
import { partOf, type SeenEvent, type WholeEventsOf, wholeOf } from "../view.ts";
import { type PastDetection, pastDetections } from "./repo.ts";
import type { BacktestResult, UnknownField } from "./result.ts";
import { summaryOf, type TestedDetection } from "./summary.ts";

export type BacktestDeps = {
  readonly state: State;
  readonly newId: () => string;
  readonly eventsOf: WholeEventsOf;
  /** Grows with the time that has passed, in milliseconds. */
  readonly elapsedMs: () => number;
  readonly timeLimitMs?: number | undefined;
};

export type ToTest = { readonly scope: Scope; readonly conditions: Conditions; readonly days: number };
export type Tested = Backtest;

const DAY_MS = 86_400_000;
const PAGE = 1_000;
const EVENTS_AT_ONCE = 500;
const TIME_LIMIT_MS = 20_000;
const MAX_DAYS = 400;
/** Of how many hidden alerts the events are read to tell them apart. */
const COMPARED = 200;

/** Puts a text to the past; its result is kept, and lets this very text be saved for an hour. */
export async function backtest(deps: BacktestDeps, caller: Caller, tenant: string, { scope, conditions, days }: ToTest): Promise<Tested> {
  if (days < 1 || days > MAX_DAYS) throw new DomainError("invalid", `days: from 1 to ${MAX_DAYS}.`);
  const one = applying({ scope, conditions });
  const since = new Date(caller.now.getTime() - days * DAY_MS);
  const run = new Run(deps, tenant, one);
  await run.through(since, caller.now);
  const result = await run.result();
  const tested: Backtest = { id: deps.newId(), digest: digestOf(scope, conditions), askedBy: caller.who, at: caller.now, since, until: caller.now, result };
  await withTenant(deps.state, tenant, async (db) => {
    await insertBacktest(db, tested);
    const { alerts, truePositives, partial } = result;
    await record(db, caller, { action: "exception.backtested", subject: tested.id, details: { digest: tested.digest, rule: scope.rule, days, alerts: alerts.total, hidden: alerts.hidden, truePositives: truePositives.count, partial: partial !== null } });
  });
  return tested;
}

/** One walk through the past, page by page. */
class Run {
  readonly #deps: BacktestDeps;
  readonly #tenant: string;
  readonly #one: Applying;
  readonly #startMs: number;
  readonly #tested: TestedDetection[] = [];
  readonly #seen = new Set<string>();
  #partial: string | null = null;
  #looked = 0;

  constructor(deps: BacktestDeps, tenant: string, one: Applying) {
    this.#deps = deps;
    this.#tenant = tenant;
    this.#one = one;
    this.#startMs = deps.elapsedMs();
  }

  async through(since: Date, until: Date): Promise<void> {
    let before: { readonly time: Date; readonly id: Uint8Array } | undefined;
    for (;;) {
      if (this.#isLate()) {
        this.#partial = `It ended after ${Math.round(this.#limitMs / 1000)} s and looked back to ${before?.time.toISOString() ?? until.toISOString()} alone.`;
        return;
      }
      const page = await readTenant(this.#deps.state, this.#tenant, (db) => pastDetections(db, { rule: this.#one.scope.rule, since, until, before, limit: PAGE }));
      await this.#look(page);
      const last = page.at(-1)?.detection;
      if (last === undefined || page.length < PAGE) return;
      before = { time: last.time, id: last.id };
      // Others want answers too.
      await setImmediate();
    }
  }

  async result(): Promise<BacktestResult> {
    const hidden = this.#tested.filter(({ answer }) => answer === true);
    const told = [...new Map(hidden.filter(({ past }) => past.alert !== null).map((one) => [one.past.alert?.id, one])).values()].toSorted((a, b) => Number(b.past.alert?.verdict === "true_positive") - Number(a.past.alert?.verdict === "true_positive"));
    const compared = told.slice(0, COMPARED);
    const events = this.#isLate() ? new Map<string, SeenEvent>() : await this.#read(compared.map(({ past }) => past));
    const comparable = compared.map(({ past }) => ({ fields: fieldsOf(past, events), isTruePositive: past.alert?.verdict === "true_positive" }));
    // Where no event had to be read to decide, none was: before a field is called unknown, some are.
    if (this.#unknown().length > 0 && !this.#isLate()) await this.#read(this.#tested.slice(0, COMPARED).map(({ past }) => past));
    return summaryOf({ tested: this.#tested, comparable, asked: this.#one.conditions.fields, unknownFields: this.#unknown(), partial: this.#partial });
  }

  async #look(page: readonly PastDetection[]): Promise<void> {
    const open: { readonly past: PastDetection; readonly toDecide: ToDecide }[] = [];
    for (const past of page) {
      const { detection } = past;
      const part = partOf(detection);
      this.#see(part);
      const toDecide = { detection, part };
      const answer = appliesTo(this.#one, toDecide);
      if (answer === undefined) open.push({ past, toDecide });
      // Outside of its assets it is none of its business, and no part of the share that it hides.
      else if (isInScope(this.#one.scope, detection)) this.#tested.push({ past, answer });
    }
    const events = await this.#read(open.map(({ past }) => past));
    for (const { past, toDecide } of open) this.#tested.push({ past, answer: appliesToEvents(this.#one, toDecide, (id) => events.get(id)) });
  }

  async #read(pasts: readonly PastDetection[]): Promise<ReadonlyMap<string, SeenEvent>> {
    const ofEvent = new Map(pasts.flatMap(({ detection }) => detection.eventIds.map((id) => [Buffer.from(id).toString("hex"), detection] as const)));
    const ids = [...ofEvent.keys()];
    const events = new Map<string, SeenEvent>();
    for (let i = 0; i < ids.length; i += EVENTS_AT_ONCE) {
      if (this.#isLate()) {
        this.#partial = `It ended after ${Math.round(this.#limitMs / 1000)} s, before all events were read; their detections count as not hidden.`;
        break;
      }
      for (const event of await this.#deps.eventsOf(this.#tenant, ids.slice(i, i + EVENTS_AT_ONCE))) {
        events.set(event.id, event);
        const detection = ofEvent.get(event.id);
        if (detection !== undefined) this.#see(wholeOf(detection, event));
      }
    }
    return events;
  }

  /** Notes which fields there are; the past has more names than anybody asks for. */
  #see(fields: Fields): void {
    this.#looked++;
    if (this.#seen.size > MOST_NAMES) return;
    for (const name of Object.keys(fields)) this.#seen.add(name);
  }

  /** Fields that nothing had, though something was looked at. */
  #unknown(): readonly UnknownField[] {
    if (this.#looked === 0) return [];
    const has = (field: string): boolean => this.#seen.has(field) || [...this.#seen].some((name) => name.startsWith(`${field}.`) || field.startsWith(`${name}.`));
    const byLower = new Map([...this.#seen].map((name) => [name.toLowerCase(), name]));
    const instead = (field: string): string | null => byLower.get(nearest(field, [...byLower.keys()]) ?? "") ?? null;
    return this.#one.conditions.fields.filter((field) => !has(field)).map((field) => ({ field, instead: instead(field) }));
  }

  get #limitMs(): number {
    return this.#deps.timeLimitMs ?? TIME_LIMIT_MS;
  }

  #isLate(): boolean {
    return this.#deps.elapsedMs() - this.#startMs > this.#limitMs;
  }
}

const MOST_NAMES = 20_000;

function fieldsOf({ detection }: PastDetection, events: ReadonlyMap<string, SeenEvent>): Fields {
  const event = detection.eventIds.map((id) => events.get(Buffer.from(id).toString("hex"))).find((one) => one !== undefined);
  return event === undefined ? partOf(detection) : wholeOf(detection, event);
}
