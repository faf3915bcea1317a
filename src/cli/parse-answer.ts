// What `vigie parse` answers for one record.
import type { Event } from "../core/index.ts";
import { createEcsView, createEventClock, createTextNormaliser, eventsFromJson, type Hint, type Technology } from "../normalise/index.ts";

/** One line of output. */
export type Answer =
  | { readonly ok: true; readonly technology: string; readonly confidence: number; readonly event: unknown; readonly clashed?: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Answers for records one by one; each stands for itself, so the parts of one audit event are answered apart. */
export type Answering = {
  /** The answers for a line of text or a JSON value: one an event, at least one. */
  readonly record: (input: unknown, place: number) => readonly Answer[];
  /** The answer for an event that was read already. */
  readonly event: (event: Event) => Answer;
};

/** Answers under ECS names; `hint` says what is known of all records. */
export function createAnswering(technologies: readonly Technology[], hint: Hint): Answering {
  const view = createEcsView(technologies);
  const clock = createEventClock();
  const answer = (event: Event): Answer => {
    const recognition = view.recognise(event);
    if (recognition === undefined) return { ok: false, reason: `no technology recognised${event.product === "" ? "" : `: nothing maps the events of ${event.product}${event.channel === "" ? "" : `/${event.channel}`}`}` };
    const { fields, clashed } = view.document(event, clock(event, hint.timeZone));
    // ECS fields whose native value is of another type: few events have one.
    return { ok: true, ...recognition, event: fields, ...(clashed.length === 0 ? {} : { clashed }) };
  };
  return {
    event: answer,
    record(input, place) {
      const events = eventsOfRecord(input, place, hint);
      return events.length === 0 ? [{ ok: false, reason: "the record holds no event" }] : events.map(answer);
    },
  };
}

/** The events of a line of text or a JSON value. */
export function eventsOfRecord(input: unknown, place: number, hint: Hint): readonly Event[] {
  const source = { path: "-", record: place };
  if (typeof input !== "string") return eventsFromJson(input, undefined, source, hint);
  const text = createTextNormaliser();
  return [...text.push(input, source, hint), ...text.flush()];
}
