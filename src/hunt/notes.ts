import { nearest } from "../detect/index.ts";
import { COLUMNS, fieldOf, type Filter } from "../events/filter/index.ts";

const NAMES = COLUMNS.map(({ name }) => name);
// Enough for a person; the rest of a long list is as slow.
const MAX_NOTES = 5;

/** What whoever wrote a query should know: an event may have any field, so a slip in a name is none, but finds nothing slowly. */
export function notesOn(filter: Filter): readonly string[] {
  return [...new Set(namesIn(filter))]
    .filter((name) => fieldOf(name).column === undefined)
    .slice(0, MAX_NOTES)
    .map((name) => {
      const near = nearest(name, NAMES);
      return `${name} has no column, so events are taken apart for it${near === undefined ? "" : `; did you mean ${near}?`}`;
    });
}

function namesIn(filter: Filter): string[] {
  if (filter.kind === "and" || filter.kind === "or") return filter.of.flatMap(namesIn);
  if (filter.kind === "not") return namesIn(filter.of);
  return filter.kind === "field" ? [filter.field] : [];
}
