// What parts of the page share: what is asked, and what can be done with a value wherever it stands.
import { createContext, use } from "react";
import type { Asked, FoundEvent } from "../../data/events.ts";
import type { Filter } from "./asked.ts";

/** A value that was pressed, and the event it stands in, if it stands in one. */
export type Pressed = { readonly field: string; readonly value: string; readonly event: FoundEvent | undefined; readonly count?: number | undefined; readonly at: DOMRect };

export type Hunt = {
  readonly tenant: string;
  readonly asked: Asked;
  readonly filters: readonly Filter[];
  readonly columns: readonly string[];
  readonly setFilters: (filters: readonly Filter[]) => void;
  readonly setColumns: (columns: readonly string[]) => void;
  readonly press: (pressed: Pressed) => void;
};

export const HuntContext = createContext<Hunt | undefined>(undefined);

export function useHunt(): Hunt {
  const hunt = use(HuntContext);
  if (hunt === undefined) throw new Error("useHunt stands inside a hunt");
  return hunt;
}

/** Fields whose values are somebody or something with a timeline of its own. */
export const ENTITIES: ReadonlySet<string> = new Set(["host.name", "user.name", "source.ip", "destination.ip", "process.entity_id", "user.email"]);
