import type { ColumnType, JSONColumnType } from "kysely";

/** A jsonb column. It takes text: of a list the driver would make PostgreSQL's own kind of array. */
export type Json<T extends object> = JSONColumnType<T>;

/** A jsonb column that may be null. */
export type NullableJson<T extends object> = ColumnType<T | null, string | null | undefined, string | null>;
