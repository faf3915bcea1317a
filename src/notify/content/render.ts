// The text of a notification, made of what was disclosed.
import type { IncidentCategory } from "../../contract/setting-parts.ts";
import type { Disclosed } from "./disclose.ts";
import type { NotifyEvent } from "./events.ts";
import { ENGLISH } from "./words-en.ts";
import { FRENCH } from "./words-fr.ts";

export type Language = "en" | "fr";
export type Rendered = { readonly subject: string; readonly body: string };

/** What stands around the facts: where it is read, in which zone times are told, and the code of a test. */
export type Around = { readonly language: Language; readonly timeZone: string; readonly link: string | null; readonly code?: string | undefined };

/** Subject and body, plain text. */
export function render(event: NotifyEvent, { ref, severity, category, at, perimeter, title, due }: Disclosed, { language, timeZone, link, code }: Around): Rendered {
  const words = language === "fr" ? FRENCH : ENGLISH;
  const time = (when: Date): string => new Intl.DateTimeFormat(words.locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(when) + ` (${timeZone})`;
  const colon = language === "fr" ? " : " : ": ";
  const lines: (readonly [keyof typeof words.labels, string | null | undefined])[] = [
    ["ref", ref],
    ["severity", severity?.[language]],
    ["category", category === null || category === undefined ? null : words.categories[category as IncidentCategory]],
    ["at", at === undefined ? null : time(at)],
    ["perimeter", perimeter?.join(", ")],
    ["due", due === null ? null : time(due)],
    ["code", code],
    ["link", link],
  ];
  const told = lines.flatMap(([label, value]) => (value === null || value === undefined || value === "" ? [] : [`${words.labels[label]}${colon}${value}`]));
  const opening = words.events[event];
  const body = [opening + ".", ...(title === undefined ? [] : [title]), "", ...told, "", words.closing].join("\n");
  return { subject: `[${ref}] ${opening}`, body };
}
