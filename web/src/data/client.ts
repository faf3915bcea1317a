// The one client of the API; every hook asks by it.
import "./without-eval.ts";
import { createClient } from "../../../src/contract/client.ts";

// src/api/cookies.ts sets it; a page may read it, and sends it with each change.
const CSRF_COOKIE = "__Host-vigie-csrf";

const cookie = (name: string): string => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

export const api = createClient({ fetch: (url, init) => fetch(url, { ...init, credentials: "same-origin" }), url: location.origin, csrf: () => decodeURIComponent(cookie(CSRF_COOKIE)) });
export { ApiProblem } from "../../../src/contract/client.ts";
export type { Paths, Schemas } from "../../../src/contract/client-types.ts";
