import type { IncidentCategory } from "../../contract/setting-parts.ts";
import type { NotifyEvent } from "./events.ts";

/** The words of one language. */
export type Words = {
  /** What has happened, in a sentence without a name or a value. */
  readonly events: Readonly<Record<NotifyEvent, string>>;
  readonly labels: Readonly<Record<"ref" | "severity" | "category" | "at" | "perimeter" | "due" | "link" | "code", string>>;
  readonly categories: Readonly<Record<IncidentCategory, string>>;
  readonly closing: string;
  readonly locale: string;
};
