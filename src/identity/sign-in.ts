// Signing in with a password: what comes after it depends on the second factor. Who has none yet sets one up before
// anything else (PDIS IV.3.13): nobody gets in with a password alone.
import { withSystem, type State, type SystemDb } from "../store/index.ts";
import { Strangers, waitAfter } from "./backoff.ts";
import { isPassword } from "./password.ts";
import { emailOf, whyNot } from "./person.ts";
import { recordOf } from "./record-of.ts";
import { hashOfCode, newRecoveryCodes } from "./recovery-codes.ts";
import { addFailure, personByEmail, personById, replaceRecoveryCodes, takeRecoveryCode, takeTotpStep, updatePerson, type Credentials } from "./repo.ts";
import type { Seal } from "./seal.ts";
import { openSession, type OpenedSession, type Opening } from "./session.ts";
import { deleteSignIn, insertSignIn, signInByHash, updateSignIn } from "./session-repo.ts";
import { hashOf, newToken } from "./token.ts";
import { newTotp, stepOfCode } from "./totp.ts";

export type SignInDeps = { readonly state: State; readonly seal: Seal; readonly now: () => Date; readonly newId: () => string };

/** What to do next, or why not. `step` belongs into the next request. */
export type SignInAnswer =
  | { readonly type: "code"; readonly step: string }
  | { readonly type: "enrol"; readonly step: string; readonly secret: string; readonly uri: string }
  | { readonly type: "done"; readonly session: OpenedSession; readonly recoveryCodes?: readonly string[] }
  | { readonly type: "refused"; readonly waitSeconds: number };

const STEP_MS = 10 * 60_000;
const CODES_ALLOWED = 5;
const REFUSED: SignInAnswer = { type: "refused", waitSeconds: 0 };

/** Signing in, with what it remembers of addresses that nobody has. */
export type SignIn = {
  /** With address and password. It does not tell whether it was the one or the other that was wrong. */
  readonly withPassword: (given: { readonly email: string; readonly password: string }) => Promise<SignInAnswer>;
  /** The second factor: a code of the authenticator app, or a recovery code. */
  readonly withCode: (given: { readonly step: string; readonly code: string }, opening: Omit<Opening, "method">) => Promise<SignInAnswer>;
};

export function createSignIn(deps: SignInDeps): SignIn {
  const strangers = new Strangers();
  return {
    withPassword: (given) => withPassword(deps, strangers, given),
    withCode: (given, opening) => withCode(deps, given, opening),
  };
}

async function withPassword(deps: SignInDeps, strangers: Strangers, given: { readonly email: string; readonly password: string }): Promise<SignInAnswer> {
  const email = emailOf(given.email);
  const now = deps.now();
  const person = await withSystem(deps.state, (db) => personByEmail(db, email));
  const waitSeconds = person === undefined ? strangers.waitSeconds(email, now.getTime()) : secondsUntil(person.blockedUntil, now);
  if (waitSeconds > 0) return { type: "refused", waitSeconds };
  const isRight = await isPassword(given.password, person?.passwordHash ?? null);
  if (person === undefined || whyNot(person) !== undefined) {
    return { type: "refused", waitSeconds: strangers.add(email, now.getTime()) };
  }
  if (!isRight) return withSystem(deps.state, (db) => refuse(db, person, now, "password"));
  return withSystem(deps.state, (db) => nextStep(deps, db, person, now));
}

const secondsUntil = (time: Date | null, now: Date): number => Math.max(0, Math.ceil(((time?.getTime() ?? 0) - now.getTime()) / 1000));

async function refuse(db: SystemDb, person: Credentials, now: Date, what: string): Promise<SignInAnswer> {
  const failures = await addFailure(db, person.id);
  const waitSeconds = waitAfter(failures);
  if (waitSeconds > 0) await updatePerson(db, person.id, { blocked_until: new Date(now.getTime() + waitSeconds * 1000) });
  await recordOf(db, person, now, { action: "person.sign-in-refused", details: { what, failures, waitSeconds } });
  return { type: "refused", waitSeconds };
}

/** The step behind a password, or behind an identity provider that asks for no second factor. */
export async function nextStep(deps: SignInDeps, db: SystemDb, person: Credentials, now: Date, method: "password" | "oidc" = "password"): Promise<SignInAnswer> {
  const token = newToken();
  const isEnrolled = person.totpConfirmedAt !== null;
  await insertSignIn(db, token.hash, { personId: person.id, step: isEnrolled ? "code" : "enrol", details: { method }, expiresAt: new Date(now.getTime() + STEP_MS) });
  if (isEnrolled) return { type: "code", step: token.text };
  const { secret, uri } = newTotp(person.email);
  await updatePerson(db, person.id, { totp_secret: deps.seal.seal(secret, sealedFor(person.id)), totp_step: null });
  return { type: "enrol", step: token.text, secret, uri };
}

const sealedFor = (person: string): string => `totp of ${person}`;

function withCode(deps: SignInDeps, { step, code }: { readonly step: string; readonly code: string }, opening: Omit<Opening, "method">): Promise<SignInAnswer> {
  const now = deps.now();
  const hash = hashOf(step);
  return withSystem(deps.state, async (db) => {
    const underWay = await signInByHash(db, hash, now);
    const id = underWay?.personId ?? null;
    const person = id === null ? undefined : await personById(db, id);
    if (underWay === undefined || person === undefined || whyNot(person) !== undefined) return REFUSED;
    const waitSeconds = secondsUntil(person.blockedUntil, now);
    if (waitSeconds > 0) return { type: "refused", waitSeconds };
    const isRight = await isCode(deps, db, person, { code, now, isEnrolling: underWay.step === "enrol" });
    if (!isRight) {
      if (underWay.failures + 1 >= CODES_ALLOWED) await deleteSignIn(db, hash);
      else await updateSignIn(db, hash, { failures: underWay.failures + 1 });
      return refuse(db, person, now, "code");
    }
    await deleteSignIn(db, hash);
    await updatePerson(db, person.id, { failures: 0, blocked_until: null });
    const recoveryCodes = underWay.step === "enrol" ? await confirmEnrolment(db, person, now) : undefined;
    const method = underWay.details["method"] === "oidc" ? "oidc" : "password";
    const session = await openSession(db, { ...person, hasSecondFactor: true }, { ...opening, method }, { id: deps.newId(), now });
    return { type: "done", session, ...(recoveryCodes === undefined ? {} : { recoveryCodes }) };
  });
}

async function isCode(deps: SignInDeps, db: SystemDb, person: Credentials, { code, now, isEnrolling }: { readonly code: string; readonly now: Date; readonly isEnrolling: boolean }): Promise<boolean> {
  if (person.totpSecret === null) return false;
  const step = await stepOfCode(deps.seal.open(person.totpSecret, sealedFor(person.id)), code.replaceAll(" ", ""), now, person.totpStep);
  if (step !== undefined) return takeTotpStep(db, person.id, step);
  return !isEnrolling && takeRecoveryCode(db, person.id, hashOfCode(code), now);
}

async function confirmEnrolment(db: SystemDb, person: Credentials, now: Date): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  await updatePerson(db, person.id, { totp_confirmed_at: now });
  await replaceRecoveryCodes(db, person.id, codes.map(hashOfCode));
  await recordOf(db, person, now, { action: "person.second-factor-set" });
  return codes;
}
