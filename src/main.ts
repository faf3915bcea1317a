// Wiring only: the process on one side, the commands on the other.
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { runCli, serveScanTasks } from "./cli/index.ts";

if (isMainThread) {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
      process.exit(0);
    });
  }
  process.exitCode = await runCli(process.argv.slice(2), { out: process.stdout, err: process.stderr });
} else if (parentPort !== null) {
  await serveScanTasks(parentPort, workerData);
}
