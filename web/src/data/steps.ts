// Long work answers line by line: how far it is, then its result, or that it failed on the way.
import { ApiProblem } from "./client.ts";

type Step = { readonly type: "progress" | "result" | "failed"; readonly code?: string; readonly message?: string };

/** Reads the steps of an answer; what it says in the end is the result. */
export async function readSteps<Progress, Result>(answer: unknown, progress: (step: Progress) => void): Promise<Result> {
  if (!(answer instanceof Response) || answer.body === null) throw new Error("an answer without steps");
  let left = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    const lines = `${left}${value ?? ""}`.split("\n");
    left = done ? "" : (lines.pop() ?? "");
    for (const line of lines) {
      if (line.trim() === "") continue;
      const step = JSON.parse(line) as Step;
      if (step.type === "failed") throw new ApiProblem({ type: "urn:vigie:problem:failed", title: "", status: 500, code: "failed", detail: step.message ?? "" });
      if (step.type === "result") return step as unknown as Result;
      progress(step as unknown as Progress);
    }
    if (done) throw new ApiProblem({ type: "urn:vigie:problem:unavailable", title: "", status: 503, code: "unavailable", detail: "" });
  }
}
