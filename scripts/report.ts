/** Ends a check: prints its problems and sets the exit code. */
export function report(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) return;
  console.error(`${problems.length} problem${problems.length === 1 ? "" : "s"}`);
  process.exitCode = 1;
}
