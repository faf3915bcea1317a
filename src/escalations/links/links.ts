// The keys of links: sealed in the database, a new one every month, made by whoever needs it first.
import { randomBytes } from "node:crypto";
import type { Seal } from "../../identity/index.ts";
import { type State, type SystemDb, withSystem } from "../../store/index.ts";
import { isGoodLink, KEY_MS, LINK_MS, type LinkAbout, type LinkKey, type LinkParts, signLink } from "./link.ts";
import { deleteKeys, insertKey, lockKeys, selectKeys, type SealedKey, tenantOfCode } from "./repo.ts";

export type LinkDeps = { readonly state: State; readonly seal: Seal; readonly now: () => Date; readonly publicUrl: () => URL };

export type Links = {
  /** Makes links by the key of now; good for a batch of messages. */
  readonly signer: () => Promise<(about: LinkAbout) => string>;
  /** Whether a link leads somewhere. It says nothing of what it leads to, not even whether that exists. */
  readonly isGood: (parts: LinkParts) => Promise<boolean>;
};

/** Makes and checks the links that mails hold. */
export function createLinks({ state, seal, now, publicUrl }: LinkDeps): Links {
  const open = ({ id, sealed, madeAt }: SealedKey): LinkKey => ({ id, secret: Buffer.from(seal.open(sealed, aboutKey(id)), "hex"), madeAt });
  return {
    signer: async () => {
      const at = now();
      const key = open(await withSystem(state, (db) => keyOf(db, seal, at)));
      return (about) => new URL(signLink(key, about, at), publicUrl()).href;
    },
    isGood: (parts) =>
      withSystem(state, async (db) => {
        const key = (await selectKeys(db)).find(({ id }) => id === parts.key);
        const [, code] = /^([A-Z][A-Z0-9]{1,7})-/.exec(parts.ref) ?? [];
        const tenant = code === undefined ? undefined : await tenantOfCode(db, code);
        return key !== undefined && tenant !== undefined && isGoodLink(open(key), tenant, parts, now());
      }),
  };
}

// Binds a sealed key to its row.
const aboutKey = (id: string): string => `link key ${id}`;

/** The key that signs now; made, and old ones forgotten, if the last one has signed long enough. */
async function keyOf(db: SystemDb, seal: Seal, now: Date): Promise<SealedKey> {
  const isYoung = ({ madeAt }: SealedKey): boolean => now.getTime() - madeAt.getTime() < KEY_MS;
  const [last] = await selectKeys(db);
  if (last !== undefined && isYoung(last)) return last;
  await lockKeys(db);
  const [again] = await selectKeys(db);
  if (again !== undefined && isYoung(again)) return again;
  const id = randomBytes(4).toString("hex");
  const key = { id, sealed: seal.seal(randomBytes(32).toString("hex"), aboutKey(id)), madeAt: now };
  await insertKey(db, key);
  await deleteKeys(db, new Date(now.getTime() - KEY_MS - LINK_MS));
  return key;
}
