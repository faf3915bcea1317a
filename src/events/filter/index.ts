// The door: what hunts ask for, in data, in SQL, and by its definition.
export type { CompiledFilter, SqlParam } from "./compiled.ts";
export { decider, type Decide } from "./evaluate.ts";
export { COLUMNS, fieldOf, type Field, type FieldType } from "./field.ts";
export { ALL, type Compare, type FieldTest, type Filter, type Pieces, type Words } from "./filter.ts";
export { fold } from "./fold.ts";
export { compileHits, hitKey, type HitsSql, type KeyShape } from "./hits.ts";
export { parseNetwork } from "./network.ts";
export { wordsOf } from "./pieces.ts";
export { timeBounds } from "./time-bounds.ts";
export { compileFilter, type IsCopied } from "./sql.ts";
export { valuesOf, type Scalar, type Searched } from "./values.ts";
