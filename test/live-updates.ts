// Listens to live updates over a real connection, for tests.
import type { AddressInfo } from "node:net";
import { afterEach, expect, vi } from "vitest";
import type { Cookies, TestApi } from "./people.ts";

/** One who listens. */
export type Listener = { readonly status: number; readonly heard: () => string; readonly subjects: () => readonly string[]; readonly over: Promise<void>; readonly leave: () => void };
export type ListenAs = { readonly key?: string; readonly cookies?: Cookies; readonly headers?: Readonly<Record<string, string>> };

/** Lets the API listen; gives a function that connects to a path of it. Connections end with the test that made them. */
export async function listeningTo({ app }: TestApi): Promise<(path: string, as: ListenAs) => Promise<Listener>> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return async (path, { key, cookies, headers = {} }) => {
    const leaving = new AbortController();
    open.push(leaving);
    const sent = { ...headers, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...(cookies === undefined ? {} : { cookie: `__Host-vigie=${cookies.session}` }) };
    const response = await fetch(new URL(path, origin), { headers: sent, signal: leaving.signal });
    let text = "";
    const read = async (): Promise<void> => {
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) text += piece;
    };
    return { status: response.status, heard: () => text, subjects: () => subjectsIn(text), over: read().catch(() => {}), leave: () => leaving.abort() };
  };
}

const open: AbortController[] = [];
afterEach(() => open.splice(0).forEach((one) => one.abort()));

const subjectsIn = (text: string): string[] => [...text.matchAll(/^data: (\{"seq".*)$/gm)].map(([, json]) => (JSON.parse(json!) as { subject: string }).subject);

/** Waits until it is so. */
export const until = (isSo: () => boolean): Promise<void> => vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 10_000, interval: 20 });

/** Waits until somebody has heard where they are. */
export const begun = (listener: Listener): Promise<void> => until(() => listener.heard().includes("id: "));
