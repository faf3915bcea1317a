// Somebody says that something changed on the other side. That is a reason to ask, and is believed in nothing else.
import { DomainError } from "../../../core/index.ts";
import { withSystem } from "../../../store/index.ts";
import { kindOf, sealedFor } from "./connector.ts";
import type { ManageDeps } from "./manage.ts";
import { selectByHook, writeHint } from "./repo.ts";

/** Has a connector asked at once. An unknown address and a wrong signature are refused alike. */
export async function takeHint(deps: Pick<ManageDeps, "state" | "seal" | "now" | "kinds">, hook: string, headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): Promise<void> {
  const refusal = new DomainError("forbidden", "Nobody is known under this address with this signature: sign the body with the secret of the connector.");
  await withSystem(deps.state, async (db) => {
    const stored = await selectByHook(db, hook);
    if (stored === undefined) throw refusal;
    const secret = deps.seal.open(stored.hookSecret, sealedFor(stored, "hook"));
    if (!kindOf(deps, stored.kind).isSigned(headers, body, secret)) throw refusal;
    await writeHint(db, stored, deps.now());
  });
}
