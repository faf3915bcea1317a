// Live updates: one connection for the whole app. What changed is asked for anew; a page that must not move under the
// cursor listens by itself and counts.
import { useEffect, useSyncExternalStore } from "react";
import { queryClient } from "./query-client.ts";

export type LiveChange = { readonly tenant: string; readonly action: string; readonly subject: string; readonly at: string };
export type LiveState = "connecting" | "live" | "lost";

const heard = new Set<(change: LiveChange) => void>();
const watchers = new Set<() => void>();
let state: LiveState = "connecting";
let source: EventSource | undefined;

function become(next: LiveState): void {
  state = next;
  for (const tell of watchers) tell();
}

/** `alert.judged` is about alerts: what is asked under that noun is asked anew. Query keys begin with the noun. */
export const nounOf = (action: string): string => action.slice(0, action.indexOf(".")).replace(/s$/, "");

function hear(change: LiveChange): void {
  void queryClient.invalidateQueries({ queryKey: [nounOf(change.action), change.tenant] });
  for (const tell of heard) tell(change);
}

/** Opens the connection; the browser opens it again when it breaks, and says what it heard last. */
function open(): void {
  if (source !== undefined) return;
  source = new EventSource("/v1/changes");
  source.addEventListener("open", () => become("live"));
  source.addEventListener("error", () => become("lost"));
  source.addEventListener("message", (event: MessageEvent<string>) => hear(JSON.parse(event.data) as LiveChange));
  source.addEventListener("reset", () => void queryClient.invalidateQueries());
  source.addEventListener("end", () => {
    close();
    void queryClient.invalidateQueries({ queryKey: ["me"] });
  });
}

function close(): void {
  source?.close();
  source = undefined;
  become("lost");
}

/** Keeps the app up to date while it is shown. */
export function useLive(): void {
  useEffect(() => {
    open();
    return close;
  }, []);
}

/** Hears each change. */
export function useChanges(hears: (change: LiveChange) => void): void {
  useEffect(() => {
    heard.add(hears);
    return () => void heard.delete(hears);
  }, [hears]);
}

/** Whether what is shown is up to date by itself. */
export const useLiveState = (): LiveState => useSyncExternalStore((tell) => {
  watchers.add(tell);
  return () => watchers.delete(tell);
}, () => state);
