// How values travel between PostgreSQL and JavaScript.
import { type ClientConfig, types } from "pg";

type Reader = (text: string) => unknown;
type TypeId = Parameters<typeof types.getTypeParser>[0];

// By the type's number in PostgreSQL's catalogue (pg_type.dat).
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [20, exactNumber], // int8
  [1016, exactNumbers], // int8[]
  [1082, (text) => text], // date
]);

/** Whole numbers are numbers, exact or not at all; a day is its text, for it is no point in time. */
export const TYPES: NonNullable<ClientConfig["types"]> = {
  getTypeParser: ((oid: TypeId, format?: "text") => READERS.get(oid) ?? (types.getTypeParser(oid, format) as Reader)) as typeof types.getTypeParser,
};

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} from the database is too large to be exact`);
  return value;
}

/** An array of PostgreSQL in its text form, of one dimension and without nulls: `{1,2}`. */
function exactNumbers(text: string): readonly number[] {
  return text === "{}" ? [] : text.slice(1, -1).split(",").map(exactNumber);
}
