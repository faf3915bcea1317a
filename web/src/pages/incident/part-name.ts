import type { Incident } from "../../data/incidents.ts";

export type Part = Incident["parts"][number];
// Each kind of part keeps its name under another word: src/contract/incidents.ts, AddPart.
const NAMES = ["name", "value", "technique", "text"] as const;

/** The text of one member of a part; "" where there is none. */
export const memberOf = (part: Part, member: string): string => {
  const value = part.document[member];
  return typeof value === "string" ? value : "";
};

/** What a part is called: a host, an account, a value, a technique, what to do. */
export const nameOfPart = (part: Part): string => NAMES.map((name) => memberOf(part, name)).find((one) => one !== "") ?? "?";
