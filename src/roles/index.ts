// The processes of the platform: each role by itself, and all of them together.
import { startApi, type ApiOptions } from "./api.ts";
import { runRole } from "./child.ts";
import { startDetect, type DetectOptions } from "./detect.ts";
import { startIngest, type IngestOptions } from "./ingest.ts";
import { startJobs, type JobsOptions } from "./jobs.ts";

export { startPlatform, type Platform, type StartOptions } from "./start.ts";

export const runIngest = (level: string, options: IngestOptions): Promise<number> => runRole("ingest", level, (process) => startIngest(options, process));
export const runDetect = (level: string, options: DetectOptions): Promise<number> => runRole(`detect-${options.worker}`, level, (process) => startDetect(options, process));
export const runApi = (level: string, options: ApiOptions): Promise<number> => runRole("api", level, (process) => startApi(options, process));
export const runJobsRole = (level: string, options: JobsOptions): Promise<number> => runRole("jobs", level, (process) => startJobs(options, process));
export { type BackupStep, makeBackup, type Made, restoreBackup } from "./backup/index.ts";
export { sourceHealth } from "./source-health.ts";
export { understandingOf } from "./understanding.ts";
