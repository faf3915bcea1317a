// What the person chose for themselves; the server keeps it, so that every browser knows.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { speak } from "../locales/index.ts";
import { api, type Paths } from "./client.ts";
import { meQuery, useMe, type Me } from "./me.ts";

export type Preferences = Me["preferences"];
type Change = Paths["/v1/me"]["patch"]["body"];

export const usePreferences = (): Preferences => useMe().preferences;

/** Changes it at once, and keeps it; taken back if the server refuses. */
export function useChoose() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Change) => api.patch("/v1/me", { body }),
    onMutate: async ({ language, preferences }) => {
      const before = client.getQueryData(meQuery.queryKey);
      if (before !== undefined) client.setQueryData(meQuery.queryKey, { ...before, person: before.person === null || language === undefined ? before.person : { ...before.person, language }, preferences: { ...before.preferences, ...preferences } });
      if (language !== undefined) await speak(language);
      return before;
    },
    onError: (_error, _change, before) => { if (before !== undefined) client.setQueryData(meQuery.queryKey, before); },
    onSuccess: (me) => { client.setQueryData(meQuery.queryKey, me); },
  });
}
