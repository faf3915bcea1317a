// Events out of the store and back into an empty one.
export { columnsOf, copyDay, type DayToFill, fillDay, type Positions, requireEmptyStore, type StoredColumn, storedDays, type StoredDay } from "./copy.ts";
