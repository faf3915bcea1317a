// Links in mails: they lead to the portal's page of an object and name its reference alone. Who opens one still signs in,
// and nothing is decided by it. Pure.
import { createHmac, timingSafeEqual } from "node:crypto";

export type LinkKey = { readonly id: string; readonly secret: Buffer; readonly madeAt: Date };

/** What a link is bound to. The organisation and the recipient do not stand in it. */
export type LinkAbout = { readonly tenant: string; readonly ref: string; readonly recipient: string };

/** The parts of a link as they are asked for. */
export type LinkParts = {
  readonly ref: string;
  /** Stands for the recipient; says nothing to whoever has not the key. */
  readonly to: string;
  /** Seconds since 1970 UTC. */
  readonly until: number;
  readonly key: string;
  readonly sign: string;
};

const DAY_MS = 86_400_000;
export const LINK_MS = 7 * DAY_MS;
/** A key signs for so long; it is kept until the last link that it signed has ended. */
export const KEY_MS = 30 * DAY_MS;

// 96 bits tell recipients apart; nobody gains by finding another one.
const TAG_CHARS = 16;

/** The path of a link, below the address that browsers see. */
export function signLink({ id, secret }: LinkKey, { tenant, ref, recipient }: LinkAbout, now: Date): string {
  const to = mac(secret, "recipient", tenant, recipient).slice(0, TAG_CHARS);
  const until = Math.floor((now.getTime() + LINK_MS) / 1000);
  const query = new URLSearchParams({ to, until: String(until), key: id, sign: mac(secret, "link", tenant, ref, to, String(until)) });
  return `/o/${encodeURIComponent(ref)}?${query.toString()}`;
}

/** Whether a link is one of ours for this organisation, and still counts. */
export function isGoodLink({ secret }: LinkKey, tenant: string, { ref, to, until, sign }: LinkParts, now: Date): boolean {
  const expected = Buffer.from(mac(secret, "link", tenant, ref, to, String(until)));
  const given = Buffer.from(sign);
  return given.length === expected.length && timingSafeEqual(given, expected) && now.getTime() < until * 1000;
}

// As JSON, so that no two lists of parts read alike.
const mac = (secret: Buffer, ...parts: readonly string[]): string => createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url");
