import { DomainError } from "../../core/index.ts";
import type { Arrival } from "../../sources/index.ts";
import { encodePacket } from "../../spool/index.ts";

/** Hands an arrival in once more; resolves when it is durable. */
export type HandIn = (arrival: Arrival) => Promise<void>;

/** Hands in to the process that receives: the address and key of its internal listener. */
export function handInTo({ url, key }: { readonly url: string; readonly key: string }): HandIn {
  return async (arrival) => {
    if (url === "") throw new DomainError("conflict", "Nobody told this process where lines are handed in again: set VIGIE_INTERNAL_URL to the internal address of `vigie ingest`.");
    const body = new Uint8Array(encodePacket(arrival));
    const response = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${key}` }, body }).catch((error: unknown) => {
      throw new Error(`Lines could not be handed in again: ${url} does not answer.`, { cause: error });
    });
    const words = await response.text();
    if (response.ok) return;
    if (response.status === 429) throw new DomainError("conflict", "There is no room for more lines: the spool is full. Ask again when what waits in it is stored; nothing is lost.");
    throw new Error(`Lines could not be handed in again: ${url} answered ${response.status}: ${words.slice(0, 500)}`);
  };
}
