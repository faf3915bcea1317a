/** A value that goes to the store beside the SQL, never inside it: `{name:Type}` in the text, the value by name. */
export type SqlParam = { readonly type: SqlType; readonly value: string | number | readonly string[] | readonly number[] };

export type SqlType = "String" | "Int64" | "Float64" | "Array(String)" | "Array(Int64)" | "Array(Float64)";

/** A filter as a condition of a `where`: never NULL, its columns quoted, its values in `params` under names `f0`, `f1`… */
export type CompiledFilter = {
  readonly sql: string;
  readonly params: Readonly<Record<string, SqlParam>>;
  /** Whether the condition holds for just the events that the filter means. Otherwise for more: the evaluator decides on each. */
  readonly exact: boolean;
};
