// What one page shows may change by deeds of several kinds: a clock that pauses, a request that is done.
import { useCallback } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { nounOf, useChanges, type LiveChange } from "./live.ts";

/** `nouns` with spaces between. Asks anew for what stands under `key` when something of these nouns changes, in one organisation or in any. */
export function useHear(nouns: string, key: readonly [noun: string, whose: string], tenant?: string): void {
  const client = useQueryClient();
  const [noun, whose] = key;
  useChanges(useCallback((change: LiveChange) => {
    if ((tenant === undefined || change.tenant === tenant) && nouns.split(" ").includes(nounOf(change.action))) void client.invalidateQueries({ queryKey: [noun, whose] });
  }, [client, nouns, noun, whose, tenant]));
}
