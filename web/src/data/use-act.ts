// Changes that a person makes: sent, awaited, and what they may have moved is asked for anew.
import { useMutation, useQueryClient } from "@tanstack/react-query";

/** `nouns` are those of the query keys; it is pending until the page shows what came of it. */
export function useAct<Given, Answer>(tenant: string, nouns: readonly string[], run: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => Promise.all(nouns.flatMap((noun) => [tenant, "all"].map((whose) => client.invalidateQueries({ queryKey: [noun, whose] })))) });
}
