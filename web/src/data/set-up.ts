// The first steps of a new platform.
import { useQuery } from "@tanstack/react-query";
import { createClient } from "../../../src/contract/client.ts";
import { api, type Paths, type Schemas } from "./client.ts";
import { meQuery } from "./me.ts";

/** Whether anybody can sign in yet. */
export const useSetUpState = () => useQuery({ queryKey: ["set-up"], queryFn: ({ signal }) => api.get("/v1/set-up", { signal }) });

/** Whoever is signed in; an error: nobody. */
export const useSomebody = () => useQuery({ ...meQuery, refetchOnWindowFocus: false });

/** Makes the first administrator, as whoever holds the key that the first start showed. It is kept nowhere. */
export const makeFirst = (key: string, body: Paths["/v1/set-up"]["post"]["body"]): Promise<Schemas["Person"]> =>
  createClient({ fetch: (url, init) => fetch(url, { ...init, credentials: "omit" }), url: location.origin, key }).post("/v1/set-up", { body });
