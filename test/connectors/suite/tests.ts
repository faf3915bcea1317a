// The tests of the suite by name, and when one of them has nothing to ask of a connector.
import type { OtherSide } from "../other-side.ts";

/** What every connector is asked; those that are skipped say why. */
export const TEST_NAMES = [
  "it tells account, rights and clock", "it sees a clock that is an hour off",
  "a ticket comes back as it was made", "a ticket is found by its key, and no similar one is", "a ticket whose making was not answered is made once",
  "an update changes the named fields alone", "an update of what changed meanwhile is refused",
  "a ticket goes into a state and back", "an unknown state is refused, and nothing changes",
  "comments keep their ids", "hostile words arrive as words", "markup of people comes back as words",
  "a change of a person is found", "nothing is lost where nothing changed", "many changes at once are all found",
  "a file of any bytes arrives", "a file of a person is read",
  "a merged ticket leads to the other", "a removed ticket is gone", "an id that never was is gone",
  "whatever breaks is told as it is",
] as const;
export type TestName = (typeof TEST_NAMES)[number];
export type Skips = Readonly<Partial<Record<TestName, string>>>;

/** Why a connector is not asked, by what it says of itself; undefined: it is. */
export function whyNotAsked(name: TestName, { kind: { capabilities: can }, person, queues, priority }: OtherSide): string | undefined {
  const cannot = WHY_NOT[name];
  if (cannot === undefined) return undefined;
  const reads = cannot.reads !== false && !can.reads ? "it reads nothing back" : undefined;
  return reads ?? cannot.why({ can, person, hasPriority: priority !== null, hasQueues: queues !== null });
}

type About = { readonly can: OtherSide["kind"]["capabilities"]; readonly person: OtherSide["person"]; readonly hasPriority: boolean; readonly hasQueues: boolean };
type WhyNot = { readonly reads?: false; readonly why: (about: About) => string | undefined };

const unless = (is: (about: About) => boolean, words: string): WhyNot => ({ why: (about) => (is(about) ? undefined : words) });
const always: WhyNot = { why: () => undefined };

const WHY_NOT: Readonly<Partial<Record<TestName, WhyNot>>> = {
  "a ticket comes back as it was made": always,
  "a ticket is found by its key, and no similar one is": { reads: false, why: ({ can }) => (can.findsKey === "never" ? "it finds no ticket by a key" : undefined) },
  "a ticket whose making was not answered is made once": { reads: false, why: ({ can }) => (can.findsKey === "never" ? "it finds no ticket by a key" : undefined) },
  "an update changes the named fields alone": unless(({ hasPriority, hasQueues }) => hasPriority || hasQueues, "it has neither queues nor priorities"),
  "an update of what changed meanwhile is refused": unless(({ can }) => can.compareAndSet, "it has no compare-and-set"),
  "a ticket goes into a state and back": unless(({ can }) => can.transitions, "it moves no tickets"),
  "an unknown state is refused, and nothing changes": unless(({ can }) => can.transitions, "it moves no tickets"),
  "comments keep their ids": unless(({ can }) => can.comments.length > 0, "it writes no comments"),
  "hostile words arrive as words": unless(({ can }) => can.comments.length > 0, "it writes no comments"),
  "markup of people comes back as words": unless(({ person }) => person.commentMarkup !== null, "people write no markup there"),
  "a change of a person is found": always,
  "nothing is lost where nothing changed": always,
  "many changes at once are all found": always,
  "a file of any bytes arrives": unless(({ can }) => can.attachments !== "none", "it carries no files"),
  "a file of a person is read": unless(({ can, person }) => can.attachments === "both" && person.attach !== null, "it brings no files from there"),
  "a merged ticket leads to the other": unless(({ person }) => person.merge !== null, "tickets are not merged there"),
  "a removed ticket is gone": unless(({ person }) => person.remove !== null, "tickets are not removed there"),
  "an id that never was is gone": always,
};
