// GLPI's numbers as words, and what it keeps as text. Pure.
import { wordsOfEntities } from "../../../outbound/index.ts";
import { wordsOfHtml } from "../text/html.ts";

const STATES: Readonly<Record<number, string>> = { 1: "new", 2: "assigned", 3: "planned", 4: "pending", 5: "solved", 6: "closed", 10: "approval" };
const PRIORITIES: Readonly<Record<number, string>> = { 1: "very low", 2: "low", 3: "medium", 4: "high", 5: "very high", 6: "major" };

/** A state by its number; one of a plugin is shown by it. */
export const stateOf = (status: number): string => STATES[status] ?? `status ${status}`;
export const priorityOf = (priority: number): string => PRIORITIES[priority] ?? `priority ${priority}`;

const numberIn = (names: Readonly<Record<number, string>>, name: string): number | undefined => {
  const found = Object.entries(names).find(([, one]) => one === name.trim().toLowerCase());
  return found === undefined ? undefined : Number(found[0]);
};
export const statusNumber = (state: string): number | undefined => numberIn(STATES, state);
export const priorityNumber = (priority: string): number | undefined => numberIn(PRIORITIES, priority);

// Up to version 10 it kept signs as entities, and what was migrated or came by mail may be so twice and three times.
const MOST_LAYERS = 3;
const KEPT = /&#(?:38|60|62);/;
const TAG = /<[a-z!/]/i;
const TAG_AS_ENTITIES = /^\s*(?:&(?:amp;)*lt;)\/?[a-z]/i;

/** A title as people see it. */
export function titleOf(name: string): string {
  let title = name;
  for (let layer = 0; layer < MOST_LAYERS && (layer === 0 || KEPT.test(title)); layer++) title = wordsOfEntities(title);
  return title;
}

/** The words of a text that may be HTML, or HTML as entities, some layers deep. Entities within HTML are words of people. */
export function wordsOf(content: string): string {
  let html = content;
  for (let layer = 0; layer < MOST_LAYERS && !TAG.test(html) && (KEPT.test(html) || TAG_AS_ENTITIES.test(html)); layer++) html = wordsOfEntities(html);
  return wordsOfHtml(html);
}
