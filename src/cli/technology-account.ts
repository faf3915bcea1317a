// What a technology understands, measured on its own samples.
import { findTechnology, hintFor, isEcsField, type Technology } from "../normalise/index.ts";
import { createAnswering, type Answer } from "./parse-answer.ts";

/** One technology's account. */
export type TechnologyAccount = {
  readonly technology: string;
  readonly title: string;
  readonly formats: readonly string[];
  /** Message families: codes, else channels, that its mapping has sections or tables of its own for. */
  readonly families: number;
  /** ECS fields that its samples fill. */
  readonly ecsFields: number;
  /** Sample records whose event is kept as expected by the tests. */
  readonly tests: number;
  /** Share of the samples that are recognised without a label, 0–1. */
  readonly recognised: number;
  /** Share of the samples whose event tells a category, 0–1. */
  readonly categorised: number;
};

/** The account of a technology among all; `samples` are its records. `latestMs` as in `Hint`. */
export function accountFor(technology: Technology, technologies: readonly Technology[], samples: readonly string[], latestMs: number): TechnologyAccount {
  const labelled = createAnswering(technologies, { ...hintFor(technologies, findTechnology(technologies, technology.name)), latestMs });
  const unlabelled = createAnswering(technologies, { ...hintFor(technologies), latestMs });
  const fields = new Set<string>();
  let events = 0;
  let categorised = 0;
  let recognised = 0;
  for (const [i, line] of samples.entries()) {
    for (const answer of labelled.record(line, i + 1)) {
      events += 1;
      if (!answer.ok) continue;
      for (const name of leavesOf(answer.event, "")) if (isEcsField(name)) fields.add(name);
      if (isCategorised(answer)) categorised += 1;
    }
    if (unlabelled.record(line, i + 1).every((answer) => answer.ok && answer.technology === technology.name)) recognised += 1;
  }
  const { name, title, formats } = technology;
  return { technology: name, title, formats, families: familiesOf(technology), ecsFields: fields.size, tests: events, recognised: share(recognised, samples.length), categorised: share(categorised, events) };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Whether the event of an answer says what kind of thing happened. */
export function isCategorised(answer: Answer): boolean {
  const { event } = answer.ok ? (answer.event as { readonly event?: { readonly category?: unknown; readonly kind?: unknown } }) : { event: undefined };
  return event?.category !== undefined || (event?.kind !== undefined && event.kind !== "event");
}

/** Names of the values that stand in a document, with dots between; what lies in lists has the list's name. */
export function* leavesOf(value: unknown, at: string): Generator<string> {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const item of value as readonly unknown[]) yield* leavesOf(item, at);
  else if (typeof value === "object") for (const name of Object.keys(value)) yield* leavesOf((value as { readonly [key: string]: unknown })[name], at === "" ? name : `${at}.${name}`);
  else yield at;
}

function familiesOf({ sections }: Technology): number {
  const codes = new Set(sections.flatMap((section) => [...(section.codes ?? [])]));
  const channels = new Set(sections.flatMap((section) => [...(section.channels ?? [])]));
  const conditions = sections.filter(({ when, codes: named, channels: of }) => when !== undefined && named === undefined && of === undefined).length;
  return Math.max(1, codes.size + channels.size + conditions);
}
