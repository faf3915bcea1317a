import type { Assertion } from "../contract/passkeys.ts";
import { DomainError, type Caller } from "../core/index.ts";
import { withSystem } from "../store/index.ts";
import { checkAssertion, type PasskeyDeps } from "./passkeys.ts";
import { requireOwnPassword } from "./own-password.ts";
import type { Person } from "./person.ts";
import { hashOfCode, newRecoveryCodes } from "./recovery-codes.ts";
import { recordOf } from "./record-of.ts";
import { replaceRecoveryCodes } from "./repo.ts";

/** What shows that it is still the person themselves: a session that was left open is not enough. */
export type Proof = { readonly type: "password"; readonly password: string } | { readonly type: "passkey"; readonly step: string; readonly credential: Assertion };

/** Makes new recovery codes; those before do not count any more. Shown once. */
export async function renewRecoveryCodes(deps: PasskeyDeps, caller: Caller, person: Person, proof: Proof): Promise<readonly string[]> {
  if (!(await isProven(deps, person, proof, caller.now))) throw new DomainError("forbidden", "This passkey does not count here: begin again, with one of your own.");
  const codes = newRecoveryCodes();
  await withSystem(deps.state, async (db) => {
    await replaceRecoveryCodes(db, person.id, codes.map(hashOfCode));
    await recordOf(db, person, caller.now, { action: "person.recovery-codes-renewed", details: { with: proof.type } });
  });
  return codes;
}

async function isProven(deps: PasskeyDeps, person: Person, proof: Proof, now: Date): Promise<boolean> {
  if (proof.type === "passkey") return (await withSystem(deps.state, (db) => checkAssertion(deps, db, proof, now)))?.id === person.id;
  await requireOwnPassword(deps.state, person, proof.password, now);
  return true;
}
