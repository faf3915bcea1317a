// The roles of the platform one by one. `vigie start` runs them as its children; on several machines they run by themselves.
import { runApi, runDetect, runIngest, runJobsRole } from "../roles/index.ts";
import type { Command } from "./command.ts";
import { platformOptions, required } from "./platform-options.ts";

const OPTIONS = `  --config FILE  the same file for all roles: docs/configuration.md
  --data DIR     where the spool is

  VIGIE_POSTGRES_URL, VIGIE_CLICKHOUSE_URL and VIGIE_CLICKHOUSE_PASSWORD say where the databases are.`;

const databases = () => ({
  postgresUrl: required("VIGIE_POSTGRES_URL", "give the address of the database"),
  eventsUrl: required("VIGIE_CLICKHOUSE_URL", "give the address of the event store"),
  eventsPassword: process.env["VIGIE_CLICKHOUSE_PASSWORD"] ?? "",
});

/** `vigie ingest`. */
export const ingest: Command = {
  usage: `vigie ingest [--config vigie.yaml] [--data DIR]\n\n  Receives logs and keeps them in the spool.\n\n${OPTIONS}`,
  run: async (args) => {
    const { config, data } = await platformOptions(args);
    return runIngest(config.log.level, { config, data, postgresUrl: databases().postgresUrl, internal: { key: required("VIGIE_INTERNAL_KEY", "give the key that roles show each other"), port: Number(process.env["VIGIE_INTERNAL_PORT"] ?? 0) } });
  },
};

/** `vigie detect`. */
export const detect: Command = {
  usage: `vigie detect [--config vigie.yaml] [--data DIR] [--worker N]\n\n  Reads the spool, understands, matches rules and stores.\n\n${OPTIONS}`,
  run: async (args) => {
    const { config, data, worker } = await platformOptions(args);
    return runDetect(config.log.level, { config, data, worker, ...databases() });
  },
};

/** `vigie api`. */
export const api: Command = {
  usage: `vigie api [--config vigie.yaml] [--data DIR]\n\n  Answers searches and takes changes.\n\n${OPTIONS}`,
  run: async (args) => {
    const { config, data } = await platformOptions(args);
    const internal = { url: process.env["VIGIE_INTERNAL_URL"] ?? "", key: required("VIGIE_INTERNAL_KEY", "give the key that roles show each other") };
    const sealKey = required("VIGIE_SEAL_KEY", "give the 64 hexadecimal digits that secrets in the database are sealed with");
    return runApi(config.log.level, { config, data, internal, sealKey, ...databases() });
  },
};

/** `vigie jobs`. */
export const jobs: Command = {
  usage: `vigie jobs [--config vigie.yaml] [--data DIR]\n\n  Makes alerts of detections, watches clocks, sends what is to be sent.\n\n${OPTIONS}`,
  run: async (args) => {
    const { config } = await platformOptions(args);
    const sealKey = required("VIGIE_SEAL_KEY", "give the 64 hexadecimal digits that secrets in the database are sealed with");
    return runJobsRole(config.log.level, { config, sealKey, smtpPassword: process.env["VIGIE_SMTP_PASSWORD"], ...databases() });
  },
};
