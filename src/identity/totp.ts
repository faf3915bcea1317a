// One-time codes of an authenticator app (RFC 6238): six digits, thirty seconds, SHA-1, as all apps have it.
import { generateSecret, generateURI, verify } from "otplib";

const PERIOD_SECONDS = 30;

/** A new secret, base32, and the address that apps read from a QR code. */
export function newTotp(email: string): { readonly secret: string; readonly uri: string } {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer: "Vigie", label: email, secret }) };
}

/**
 * The step of time that the code is of, or undefined if it is none of now, the step before or the one after. A code
 * counts once: `lastStep` is the last that did.
 */
export async function stepOfCode(secret: string, code: string, now: Date, lastStep: number | null): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = await verify({ secret, token: code, epoch, epochTolerance: PERIOD_SECONDS, ...(lastStep === null ? {} : { afterTimeStep: lastStep }) });
  return result.valid && "timeStep" in result ? result.timeStep : undefined;
}
