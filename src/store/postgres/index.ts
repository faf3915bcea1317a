export { type Postgres, type PostgresOptions, startPostgres } from "./start.ts";
export { runningPostgres } from "./running.ts";
