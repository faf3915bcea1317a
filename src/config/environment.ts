/** Settings that the environment may give; it goes before the file. */
export const FROM_ENVIRONMENT: Readonly<Record<string, { readonly path: readonly string[]; readonly type: "text" | "number" }>> = {
  VIGIE_API_HOST: { path: ["api", "host"], type: "text" },
  VIGIE_API_PORT: { path: ["api", "port"], type: "number" },
  VIGIE_CLICKHOUSE_URL: { path: ["clickhouse", "url"], type: "text" },
  VIGIE_LOG_LEVEL: { path: ["log", "level"], type: "text" },
  VIGIE_POSTGRES_URL: { path: ["postgres", "url"], type: "text" },
  VIGIE_SPOOL_QUOTA_MB: { path: ["spool", "quotaMb"], type: "number" },
  VIGIE_WORKERS: { path: ["workers"], type: "number" },
};
