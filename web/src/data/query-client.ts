import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./client.ts";

// What a second asking may change: a part that was down, or too much at once.
const PASSING = new Set(["unavailable", "busy", "timeout", "too_many_attempts"]);

/** What the server said, kept until it says something else; live updates say when. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 3 && error instanceof ApiProblem && PASSING.has(error.problem.code),
      refetchOnWindowFocus: true,
    },
  },
});
