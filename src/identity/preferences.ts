// What people choose for themselves: their language, and how pages look and work.
import type { Caller } from "../core/index.ts";
import { type State, withSystem } from "../store/index.ts";
import type { Person, Preferences } from "./person.ts";
import { recordOf } from "./record-of.ts";
import { personById, updatePerson } from "./repo.ts";

export type OwnChange = { readonly language?: Person["language"] | undefined; readonly preferences?: Preferences | undefined };

/** Changes what somebody chose for themselves; what is not named stays. */
export function changeOwn(state: State, caller: Caller, person: Person, { language, preferences }: OwnChange): Promise<Person> {
  return withSystem(state, async (db) => {
    const before = (await personById(db, person.id)) ?? person;
    const after = { language: language ?? before.language, preferences: { ...before.preferences, ...preferences } };
    await updatePerson(db, person.id, after);
    await recordOf(db, person, caller.now, { action: "person.preferences-changed", details: { language: after.language, ...after.preferences } });
    return { ...before, ...after };
  });
}
