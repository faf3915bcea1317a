// Passkeys of somebody signed in, and signing in with one.
import { createHash } from "node:crypto";
import type { Assertion, Attestation } from "../contract/passkeys.ts";
import { DomainError, type Caller } from "../core/index.ts";
import { storableText, withSystem, type State, type SystemDb } from "../store/index.ts";
import { creationOptions, requestOptions, verifyCreated, verifySigned, type RelyingParty } from "./passkey.ts";
import { deletePasskey, insertPasskey, passkeyById, passkeysOf, updatePasskey, type PasskeyRow } from "./passkey-repo.ts";
import { whyNot, type Person } from "./person.ts";
import { personById, updatePerson, type Credentials } from "./repo.ts";
import { recordOf } from "./record-of.ts";
import { openSession, type Opening } from "./session.ts";
import { deleteSignIn, insertSignIn, signInByHash } from "./session-repo.ts";
import type { SignInAnswer } from "./sign-in.ts";
import { hashOf, newToken } from "./token.ts";

export type PasskeyDeps = { readonly state: State; readonly now: () => Date; readonly newId: () => string; readonly party: () => RelyingParty };

/** A passkey as its owner sees it. */
export type Passkey = { readonly id: string; readonly name: string; readonly createdAt: Date; readonly usedAt: Date | null };

const STEP_MS = 5 * 60_000;
const MOST = 20;
const ADDING = "passkey-add";
const SHOWING = "passkey";

/** Begins to add a passkey: what the browser needs, and the step that its answer belongs to. */
export function beginPasskey({ state, now, party }: PasskeyDeps, person: Person) {
  return withSystem(state, async (db) => {
    const known = await passkeysOf(db, person.id);
    if (known.length >= MOST) throw new DomainError("conflict", `You have ${MOST} passkeys: remove one first.`);
    const options = await creationOptions(party(), person, known);
    return { step: await keepChallenge(db, { personId: person.id, step: ADDING, challenge: options.challenge, now: now() }), options };
  });
}

/** Begins to show a passkey, to sign in or to confirm something. */
export async function beginAssertion({ state, now, party }: PasskeyDeps) {
  const options = await requestOptions(party());
  return { step: await withSystem(state, (db) => keepChallenge(db, { personId: null, step: SHOWING, challenge: options.challenge, now: now() })), options };
}

async function keepChallenge(db: SystemDb, { challenge, now, ...row }: { readonly personId: string | null; readonly step: string; readonly challenge: string; readonly now: Date }): Promise<string> {
  const token = newToken();
  await insertSignIn(db, token.hash, { ...row, details: { challenge }, expiresAt: new Date(now.getTime() + STEP_MS) });
  return token.text;
}

/** The challenge of a step, which counts once: whatever comes of the answer, the next needs another. */
async function takeChallenge(db: SystemDb, token: string, step: string, now: Date): Promise<{ readonly personId: string | null; readonly challenge: string } | undefined> {
  const hash = hashOf(token);
  const row = await signInByHash(db, hash, now);
  const challenge = row?.details["challenge"];
  if (row?.step !== step || typeof challenge !== "string") return undefined;
  await deleteSignIn(db, hash);
  return { personId: row.personId, challenge };
}

/** Adds the passkey that an authenticator made. */
export async function addPasskey({ state, now, party }: PasskeyDeps, caller: Caller, person: Person, given: { readonly step: string; readonly name: string; readonly credential: Attestation }): Promise<Passkey> {
  const at = now();
  // The step is used up even if its answer is refused, so it has a transaction of its own.
  const begun = await withSystem(state, (db) => takeChallenge(db, given.step, ADDING, at));
  if (begun?.personId !== person.id) throw new DomainError("invalid", "This step was used, is older than five minutes, or is another's: begin again.");
  const created = await verifyCreated(party(), begun.challenge, given.credential);
  if ("reason" in created) throw new DomainError("invalid", `The passkey does not count: ${created.reason}.`);
  const row = { ...created, personId: person.id, name: storableText(given.name), createdAt: at };
  await withSystem(state, async (db) => {
    if (!(await insertPasskey(db, row))) throw new DomainError("conflict", "This passkey is known already.");
    await recordOf(db, person, caller.now, { action: "person.passkey-added", details: { passkey: idOf(row), name: row.name } });
  });
  return present({ ...row, usedAt: null });
}

/** Signs in with a passkey; nothing comes after it, since it is both factors at once. */
export function signInWithPasskey(deps: PasskeyDeps, given: { readonly step: string; readonly credential: Assertion }, opening: Omit<Opening, "method">): Promise<SignInAnswer> {
  const now = deps.now();
  return withSystem(deps.state, async (db) => {
    const shown = await checkAssertion(deps, db, given, now);
    if (shown === undefined) return { type: "refused", waitSeconds: 0 };
    await updatePerson(db, shown.id, { failures: 0, blocked_until: null });
    return { type: "done", session: await openSession(db, shown, { ...opening, method: "passkey" }, { id: deps.newId(), now }) };
  });
}

/** Whose passkey was shown; undefined if it does not count, which is written down where it is known whose it is. */
export async function checkAssertion({ party }: Pick<PasskeyDeps, "party">, db: SystemDb, { step, credential }: { readonly step: string; readonly credential: Assertion }, now: Date): Promise<Credentials | undefined> {
  const begun = await takeChallenge(db, step, SHOWING, now);
  const known = begun === undefined ? undefined : await passkeyById(db, credential.id);
  const person = known === undefined ? undefined : await personById(db, known.personId);
  if (begun === undefined || known === undefined || person === undefined) return undefined;
  const signed = await verifySigned(party(), begun.challenge, credential, known);
  const reason = "reason" in signed ? signed.reason : whyNot(person);
  if ("reason" in signed || reason !== undefined) {
    await recordOf(db, person, now, { action: "person.sign-in-refused", details: { what: "passkey", passkey: idOf(known), reason } });
    return undefined;
  }
  await updatePasskey(db, known.id, { counter: signed.counter, used_at: now });
  return person;
}

/** The passkeys of a person, the oldest first. */
export const listPasskeys = async (state: State, person: string): Promise<readonly Passkey[]> => (await withSystem(state, (db) => passkeysOf(db, person))).map(present);

/** Gives a passkey another name. */
export function renamePasskey(state: State, caller: Caller, person: Person, { id, name }: { readonly id: string; readonly name: string }): Promise<Passkey> {
  return withSystem(state, async (db) => {
    const known = await ownPasskey(db, person, id);
    const renamed = { ...known, name: storableText(name) };
    await updatePasskey(db, known.id, { name: renamed.name });
    await recordOf(db, person, caller.now, { action: "person.passkey-renamed", details: { passkey: id, before: known.name, name: renamed.name } });
    return present(renamed);
  });
}

/** Takes a passkey away. Who has no second factor then sets one up at the next sign-in. */
export function removePasskey(state: State, caller: Caller, person: Person, id: string): Promise<void> {
  return withSystem(state, async (db) => {
    const known = await ownPasskey(db, person, id);
    await deletePasskey(db, known.id);
    await recordOf(db, person, caller.now, { action: "person.passkey-removed", details: { passkey: id, name: known.name } });
  });
}

async function ownPasskey(db: SystemDb, person: Person, id: string): Promise<PasskeyRow> {
  const known = (await passkeysOf(db, person.id)).find((one) => idOf(one) === id);
  if (known === undefined) throw new DomainError("not_found", `You have no passkey ${id}.`);
  return known;
}

const present = (row: PasskeyRow): Passkey => ({ id: idOf(row), name: row.name, createdAt: row.createdAt, usedAt: row.usedAt });

// Ids of credentials are up to 1,023 bytes long: too long for a path.
const idOf = ({ id }: Pick<PasskeyRow, "id">): string => createHash("sha256").update(id).digest("base64url").slice(0, 22);
