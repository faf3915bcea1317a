import { DomainError } from "../core/index.ts";
import type { Place } from "../events/index.ts";

/** A place in the order of a search as a text for the next request. */
export const cursorOf = ({ timeMs, id }: Place): string => Buffer.from(`${timeMs}.${id}`).toString("base64url");

/** Reads what `cursorOf` wrote. */
export function placeOfCursor(cursor: string): Place {
  const found = /^(\d{1,16})\.([0-9a-f]{32})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"));
  if (found === null) throw new DomainError("invalid", "cursor: use `next` of the answer before as it is, or none for the first page");
  return { timeMs: Number(found[1]), id: found[2]! };
}
