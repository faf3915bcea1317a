// What may be said anew of a part, by its kind. Pure.
import { type Caller, DomainError } from "../../core/index.ts";
import type { Visibility } from "../../timeline/index.ts";
import { nameOf, type Part, type PartDocuments } from "./part.ts";

type Documents = PartDocuments["asset"] & PartDocuments["indicator"] & PartDocuments["task"];

/** What is to be different; what is left out stays. */
export type PartChange = {
  readonly [Field in "role" | "state" | "verdict" | "isPassedOn" | "note" | "text" | "who" | "dueAt" | "order"]?: Documents[Field] | undefined;
} & {
  /** Of a task: done, or to be done again. */
  readonly isDone?: boolean | undefined;
  /** What was shared cannot be made unseen. */
  readonly visibility?: Extract<Visibility, "shared"> | undefined;
};

// What a part is, its name or value, is not changed: take it out, and add another.
const FIELDS: Readonly<Record<Part["kind"], readonly (keyof PartChange)[]>> = {
  asset: ["role", "state"],
  account: ["role", "state"],
  indicator: ["verdict", "isPassedOn", "note"],
  technique: ["note"],
  task: ["text", "who", "dueAt", "order", "isDone"],
};

/** The part as it is then, and in words what became different; refuses what a part of its kind does not have. */
export function changed(part: Part, caller: Caller, change: PartChange): { readonly part: Part; readonly words: readonly string[] } {
  const { visibility, isDone, ...fields } = change;
  const given = Object.entries(change).filter(([, value]) => value !== undefined).map(([field]) => field as keyof PartChange);
  const strange = given.find((field) => field !== "visibility" && !FIELDS[part.kind].includes(field));
  if (strange !== undefined) throw new DomainError("invalid", `${strange}: of this kind (${part.kind}) one can change ${FIELDS[part.kind].join(", ")}.`);
  const done = isDone === undefined ? {} : isDone ? { doneAt: caller.now.toISOString(), doneBy: caller.who } : { doneAt: null, doneBy: null };
  const before: Readonly<Record<string, unknown>> = part.document;
  const after = { ...before, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)), ...done };
  const words = [
    ...Object.keys(fields).filter((field) => before[field] !== after[field as keyof typeof after]).map((field) => `${field} ${told(after[field as keyof typeof after])} instead of ${told(before[field])}`),
    ...(isDone === undefined || isDone === (before["doneAt"] !== null) ? [] : [isDone ? "done" : "to be done again"]),
    ...(visibility === undefined || visibility === part.visibility ? [] : ["shared with the other side"]),
  ];
  if (words.length === 0) throw new DomainError("conflict", `${nameOf(part)} is like that already.`);
  return { part: { ...part, document: after, visibility: visibility ?? part.visibility, changedAt: caller.now } as Part, words };
}

const MOST_TOLD = 200;

/** A value in a few words. */
function told(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}…` : text;
}
