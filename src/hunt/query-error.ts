import { DomainError } from "../core/index.ts";

/** A query that cannot be understood: where, and what to write instead. */
export class QueryError extends DomainError {
  /** Of the query's text, from 1. */
  readonly column: number;

  constructor(column: number, message: string) {
    super("invalid", `column ${column}: ${message}`);
    this.column = column;
  }
}
