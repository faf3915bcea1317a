// Somebody signed in who shows that it is still they: a session that was left open, or stolen, must not be a way to guess
// the password faster than at the door.
import { DomainError } from "../core/index.ts";
import { withSystem, type State } from "../store/index.ts";
import { waitAfter } from "./backoff.ts";
import { isPassword } from "./password.ts";
import { recordOf } from "./record-of.ts";
import { addFailure, personById, updatePerson } from "./repo.ts";

/** Refuses a password that is not the person's, and for a while any, once it was wrong too often. */
export async function requireOwnPassword(state: State, person: { readonly id: string }, password: string, now: Date): Promise<void> {
  const known = await withSystem(state, (db) => personById(db, person.id));
  if (known?.blockedUntil !== undefined && known.blockedUntil !== null && known.blockedUntil > now) throw new DomainError("forbidden", "The password was wrong too often: wait, then try again.");
  if (await isPassword(password, known?.passwordHash ?? null)) return;
  if (known !== undefined) {
    await withSystem(state, async (db) => {
      const failures = await addFailure(db, person.id);
      const waitSeconds = waitAfter(failures);
      if (waitSeconds > 0) await updatePerson(db, person.id, { blocked_until: new Date(now.getTime() + waitSeconds * 1000) });
      await recordOf(db, known, now, { action: "person.password-refused", details: { failures, waitSeconds } });
    });
  }
  throw new DomainError("forbidden", "The current password is another.");
}
