// An entry of a thread: internal or shared, always.
import type { Caller } from "../core/index.ts";

export type SubjectKind = "alert" | "incident" | "request" | "escalation";

/** What a thread is about. */
export type Subject = { readonly kind: SubjectKind; readonly id: string };

export const subjectKey = ({ kind, id }: Subject): string => `${kind}:${id}`;

/** Internal: seen by the writer's side alone. */
export type Visibility = "internal" | "shared";

export type Entry = {
  readonly id: number;
  readonly subject: Subject;
  readonly type: "message" | "fact" | "action" | "decision" | "call";
  readonly visibility: Visibility;
  readonly at: Date;
  /** When it happened in the world; null: when it was written. */
  readonly eventTime: Date | null;
  readonly author: { readonly who: string; readonly id: string; readonly side: Caller["side"] };
  readonly text: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Where it was written first, if it was moved since. */
  readonly origin: Subject | null;
};

export type EntryQuery = {
  readonly subjects: readonly Subject[];
  /** Who reads: entries that are internal to the other side are not there for them. */
  readonly side: Caller["side"];
  readonly visibility?: Visibility | undefined;
  /** From behind this entry, in the order of writing. */
  readonly after?: number | undefined;
  readonly limit: number;
};

/** What an entry is where nobody says it: the client's are shared, the provider's and the platform's are internal. */
export const visibilityOf = (side: Caller["side"], said: Visibility | undefined): Visibility => said ?? (side === "client" ? "shared" : "internal");
