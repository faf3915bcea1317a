// Passwords: argon2id (RFC 9106) with the second recommended setting of OWASP's cheat sheet.
import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "../core/index.ts";

const SETTING = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
// ANSSI, "Recommandations relatives à l'authentification multifacteur et aux mots de passe", R22: 12 characters or more.
const SHORTEST = 12;
const LONGEST = 200;
// A hash of nobody's password: an unknown address must cost what a known one does.
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$oLRpwWIGAEoytuaEpIKk2A$nAkMfNYkgIAVfwaQMKpDV0vthUHxa4Q88n0GS3XVRcM";

/** The PHC text of a password. */
export const hashPassword = (password: string): Promise<string> => hash(password, SETTING);

/** Whether the password is the one that was hashed. Takes as long where there is none. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const isRight = await verify(hashed ?? NOBODY, password.slice(0, LONGEST)).catch(() => false);
  return isRight && hashed !== null;
}

/** Refuses a password that is easily guessed. Length is what counts: no rule asks for signs of certain kinds. */
export function checkPassword(password: string, { email, name }: { readonly email: string; readonly name: string }): void {
  if (password.length < SHORTEST) throw new DomainError("invalid", `The password has fewer than ${SHORTEST} characters: take a sentence, or let a password manager make one.`);
  if (password.length > LONGEST) throw new DomainError("invalid", `The password has more than ${LONGEST} characters.`);
  if (new Set(password).size < 5) throw new DomainError("invalid", "The password repeats a few characters: take a sentence, or let a password manager make one.");
  const lower = password.toLowerCase();
  const own = [email.split("@", 1)[0] ?? "", ...name.toLowerCase().split(/\s+/)].filter((part) => part.length >= 4);
  if (own.some((part) => lower.includes(part)) && password.length < SHORTEST + 8) throw new DomainError("invalid", "The password holds your name or address: take another.");
}
