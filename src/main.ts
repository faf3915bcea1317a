// Wiring only: the process on one side, the commands on the other.
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { runCli, serveScanTasks } from "./cli/index.ts";

if (isMainThread) {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
      if (error.code === "EPIPE") process.exit(0);
      if (stream !== process.stderr) process.stderr.write(`vigie: the output cannot be written (${error.message}); do not use what was written so far\n`);
      process.exit(3);
    });
  }
  process.exitCode = await runCli(process.argv.slice(2), { out: process.stdout, err: process.stderr });
} else if (parentPort !== null) {
  await serveScanTasks(parentPort, workerData);
}
