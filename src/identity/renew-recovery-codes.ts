import type { Assertion } from "../contract/passkeys.ts";
import { DomainError, type Caller } from "../core/index.ts";
import { record, withSystem } from "../store/index.ts";
import { waitAfter } from "./backoff.ts";
import { checkAssertion, type PasskeyDeps } from "./passkeys.ts";
import { isPassword } from "./password.ts";
import type { Person } from "./person.ts";
import { hashOfCode, newRecoveryCodes } from "./recovery-codes.ts";
import { addFailure, personById, replaceRecoveryCodes, updatePerson } from "./repo.ts";

/** What shows that it is still the person themselves: a session that was left open is not enough. */
export type Proof = { readonly type: "password"; readonly password: string } | { readonly type: "passkey"; readonly step: string; readonly credential: Assertion };

/** Makes new recovery codes; those before do not count any more. Shown once. */
export async function renewRecoveryCodes(deps: PasskeyDeps, caller: Caller, person: Person, proof: Proof): Promise<readonly string[]> {
  if (!(await isProven(deps, person, proof, caller.now))) throw new DomainError("forbidden", proof.type === "password" ? "The current password is another." : "This passkey does not count here: begin again, with one of your own.");
  const codes = newRecoveryCodes();
  await withSystem(deps.state, async (db) => {
    await replaceRecoveryCodes(db, person.id, codes.map(hashOfCode));
    await record(db, caller, { action: "person.recovery-codes-renewed", subject: person.email, details: { with: proof.type } });
  });
  return codes;
}

async function isProven(deps: PasskeyDeps, person: Person, proof: Proof, now: Date): Promise<boolean> {
  if (proof.type === "passkey") return (await withSystem(deps.state, (db) => checkAssertion(deps, db, proof, now)))?.id === person.id;
  const known = await withSystem(deps.state, (db) => personById(db, person.id));
  const waits = known?.blockedUntil !== undefined && known.blockedUntil !== null && known.blockedUntil > now;
  if (waits) throw new DomainError("forbidden", "The password was wrong too often: wait, then try again.");
  if (await isPassword(proof.password, known?.passwordHash ?? null)) return true;
  // A stolen session must not be a way to guess the password faster than at the door.
  await withSystem(deps.state, async (db) => {
    const waitSeconds = waitAfter(await addFailure(db, person.id));
    if (waitSeconds > 0) await updatePerson(db, person.id, { blocked_until: new Date(now.getTime() + waitSeconds * 1000) });
  });
  return false;
}
