import type { SourceRef } from "../arrival.ts";
import { hostnameOf } from "./header.ts";
import type { Claim } from "./listener.ts";

/** Whose a line is. Lines with the same `key` go together. */
export type Claimed = { readonly from: SourceRef | undefined; readonly address: string; readonly key: string };

/** Tells whose a line is by its sender and the host name in its header. */
export type Claims = (line: Uint8Array, address: string, nowMs: number) => Claimed;

// A sender may make up host names: what is remembered is forgotten when it is that many, and after that long, so that
// a changed configuration is seen.
const MAX_REMEMBERED = 4096;
const REMEMBERED_MS = 10_000;

/** Asks `claim` once per address and host name, and remembers for a while. */
export function rememberClaims(claim: Claim, listener: string, certificate: string | undefined): Claims {
  const remembered = new Map<string, Claimed>();
  let sinceMs = -Infinity;
  return (line, address, nowMs) => {
    if (remembered.size >= MAX_REMEMBERED || nowMs - sinceMs > REMEMBERED_MS) {
      remembered.clear();
      sinceMs = nowMs;
    }
    const hostname = hostnameOf(line);
    const name = `${address} ${hostname ?? ""}`;
    const known = remembered.get(name);
    if (known !== undefined) return known;
    const from = claim({ listener, address, hostname, certificate });
    const claimed = { from, address, key: from === undefined ? address : `${address} ${from.tenant} ${from.source}` };
    remembered.set(name, claimed);
    return claimed;
  };
}
