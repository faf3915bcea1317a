import { DomainError } from "../core/index.ts";
import type { Signed } from "../identity/index.ts";
import type { Known } from "./authenticate.ts";

/** The person who asks; programs with keys are refused. */
export function signedOf({ signed }: Known): Signed {
  if (signed === undefined) throw new DomainError("forbidden", "This is for people: a key has no sessions, no password and no passkey.");
  return signed;
}
