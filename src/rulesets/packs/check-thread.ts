// A thread that checks rules; see check-apart.ts.
import { parentPort, workerData } from "node:worker_threads";
import type { CheckTask } from "./check-apart.ts";
import { checkRules } from "./check-rules.ts";

const { pack, files } = workerData as CheckTask;
parentPort?.postMessage(checkRules(pack, files));
