// Which exceptions are about detections: compiled once a version, and events read only where nothing else decides.
import type { SystemDb } from "../../store/index.ts";
import { applying, type Applying, appliesTo, appliesToEvents, type WholeEventsOf, type Exception, exceptionsInForce, partOf, type SeenEvent, type ToDecide } from "../exceptions/index.ts";
import { type DetectionOfTenant, hexOf, type Suppressed } from "./suppressed.ts";

export type ExceptionChecks = { readonly check: (db: SystemDb, detections: readonly DetectionOfTenant[], now: Date) => Promise<ReadonlyMap<string, Suppressed>> };

export type ExceptionCheckDeps = {
  readonly eventsOf: WholeEventsOf;
  /** Hears of events that could not be read: their detections go to people. */
  readonly onUnread: (tenant: string, error: unknown) => void;
};

type Ready = { readonly exception: Exception; readonly applying: Applying };
type Open = { readonly detection: DetectionOfTenant; readonly toDecide: ToDecide; readonly ready: readonly Ready[] };

// One look into the store for so many events; a batch of the raiser has a thousand detections.
const EVENTS_AT_ONCE = 500;
const MOST_COMPILED = 5_000;

/** Checks detections against the exceptions in force. */
export function exceptionChecks({ eventsOf, onUnread }: ExceptionCheckDeps): ExceptionChecks {
  const compiled = new Map<string, Applying>();
  const ready = (tenant: string, exception: Exception): Ready => {
    const name = `${tenant}\n${exception.digest}`;
    const known = compiled.get(name) ?? applying(exception);
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    compiled.set(name, known);
    return { exception, applying: known };
  };

  return {
    async check(db, detections, now) {
      const found = new Map<string, Suppressed>();
      const inForce = await exceptionsInForce(db, [...new Set(detections.map(({ tenant }) => tenant))], now);
      if (inForce.size === 0) return found;
      const byTenant = new Map([...inForce].map(([tenant, exceptions]) => [tenant, Map.groupBy(exceptions.map((one) => ready(tenant, one)), ({ exception }) => exception.scope.rule)]));
      const open: Open[] = [];
      for (const detection of detections) {
        const of = byTenant.get(detection.tenant);
        const candidates = [...(of?.get(detection.rule.key) ?? []), ...(of?.get(null) ?? [])];
        if (candidates.length === 0) continue;
        const toDecide = { detection, part: partOf(detection) };
        const answers = candidates.map((one) => ({ one, answer: appliesTo(one.applying, toDecide) }));
        const holding = answers.find(({ answer }) => answer === true);
        if (holding !== undefined) found.set(hexOf(detection.id), suppressedBy(holding.one.exception));
        else if (answers.some(({ answer }) => answer === undefined)) open.push({ detection, toDecide, ready: answers.filter(({ answer }) => answer === undefined).map(({ one }) => one) });
      }
      await decideByEvents(open, found);
      return found;
    },
  };

  async function decideByEvents(open: readonly Open[], found: Map<string, Suppressed>): Promise<void> {
    for (const [tenant, of] of Map.groupBy(open, ({ detection }) => detection.tenant)) {
      const events = await read(tenant, [...new Set(of.flatMap(({ detection }) => detection.eventIds.map(hexOf)))]);
      for (const { detection, toDecide, ready: candidates } of of) {
        const holding = candidates.find((one) => appliesToEvents(one.applying, toDecide, (id) => events.get(id)) === true);
        if (holding !== undefined) found.set(hexOf(detection.id), suppressedBy(holding.exception));
      }
    }
  }

  async function read(tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, SeenEvent>> {
    const events = new Map<string, SeenEvent>();
    try {
      for (let i = 0; i < ids.length; i += EVENTS_AT_ONCE) for (const event of await eventsOf(tenant, ids.slice(i, i + EVENTS_AT_ONCE))) events.set(event.id, event);
    } catch (error) {
      // Rather an alert too many than one that nobody sees.
      onUnread(tenant, error);
    }
    return events;
  }
}

const suppressedBy = ({ id, title, author, justification, expiresAt }: Exception): Suppressed => ({ kind: "exception", id, owner: author.who, reason: `${title}: ${justification} Until ${expiresAt.toISOString()}.` });
