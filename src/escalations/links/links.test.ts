import fc from "fast-check";
import { beforeAll, describe, expect, it, test } from "vitest";
import { freshState } from "../../../test/postgres.ts";
import { createSeal } from "../../identity/index.ts";
import { type State, withSystem } from "../../store/index.ts";
import { isGoodLink, type LinkParts, signLink } from "./link.ts";
import { createLinks } from "./links.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const DAY_MS = 86_400_000;
const later = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);
const KEY = { id: "00000001", secret: Buffer.alloc(32, 7), madeAt: NOW };

function partsOf(link: string): LinkParts {
  const { pathname, searchParams } = new URL(link, "https://vigie.example.org");
  const get = (name: string): string => searchParams.get(name) ?? "";
  return { ref: decodeURIComponent(pathname.slice(3)), to: get("to"), until: Number(get("until")), key: get("key"), sign: get("sign") };
}

describe("a link", () => {
  it("names the reference and nothing else of what it is about", () => {
    const link = signLink(KEY, { tenant: "ardennes", ref: "AM-A-31407", recipient: "lead@ardennes.example" }, NOW);
    expect(link).toMatch(/^\/o\/AM-A-31407\?to=[\w-]{16}&until=\d+&key=00000001&sign=[\w-]{43}$/);
    expect(link).not.toMatch(/ardennes|lead/);
  });

  it("counts as it was made, for seven days; whatever is changed of it makes it count no more", () => {
    const text = fc.string({ minLength: 1, maxLength: 20 });
    fc.assert(fc.property(text, text, text, text, (tenant, ref, recipient, other) => {
      const parts = partsOf(signLink(KEY, { tenant, ref: `AM-${ref}`, recipient }, NOW));
      const isGood = (of: string, changed: Partial<LinkParts> = {}, at = NOW, key = KEY): boolean => isGoodLink(key, of, { ...parts, ...changed }, at);
      expect([isGood(tenant), isGood(tenant, {}, later(6.99)), isGood(tenant, {}, later(7))]).toEqual([true, true, false]);
      expect(isGood(tenant, { until: parts.until + 1 })).toBe(false);
      if (other !== tenant) expect(isGood(other)).toBe(false);
      expect(isGood(tenant, { ref: `${parts.ref}${other}` })).toBe(false);
      expect(isGood(tenant, { to: `${other}${parts.to}` })).toBe(false);
      expect(isGood(tenant, { sign: other })).toBe(false);
      expect(isGood(tenant, {}, NOW, { ...KEY, secret: Buffer.alloc(32, 8) })).toBe(false);
    }));
  });
});

describe("the keys", () => {
  let state: State;
  beforeAll(async () => {
    state = await freshState("ardennes", "south");
  });
  const at = (days: number, seal = createSeal(Buffer.alloc(32, 1))) => createLinks({ state, seal, now: () => later(days), publicUrl: () => new URL("https://vigie.example.org") });
  const about = { tenant: "ardennes", ref: "ARD-A-1", recipient: "contact:first" };
  const keys = () => withSystem(state, (db) => db.sql.selectFrom("link_key").selectAll().orderBy("made_at").execute());

  test("are made once, sealed, and replaced after a month; links of the last one count to their end", async () => {
    const [first, again] = await Promise.all([at(0).signer(), at(0).signer()]);
    const link = first(about);
    expect(link).toContain("https://vigie.example.org/o/ARD-A-1?");
    expect(again(about)).toBe(link);
    expect(await keys()).toHaveLength(1);
    expect(await at(3).isGood(partsOf(link))).toBe(true);
    const late = (await at(29.9).signer())(about);
    expect((await at(30.1).signer())(about)).not.toContain(partsOf(late).key);
    expect([await at(36).isGood(partsOf(late)), await at(37).isGood(partsOf(late))]).toEqual([true, false]);
    await at(61).signer();
    expect((await keys()).map(({ made_at: made }) => made)).toEqual([later(30.1), later(61)]);
    expect(await at(61).isGood(partsOf(late))).toBe(false);
  });

  test("a link to what nobody has, of another organisation or without a key that there is, is none", async () => {
    const sign = await at(61).signer();
    for (const link of [sign({ ...about, ref: "XYZ-A-1" }), sign({ ...about, tenant: "south" }), sign({ ...about, ref: "no reference" })]) expect(await at(61).isGood(partsOf(link))).toBe(false);
    expect(await at(61).isGood({ ...partsOf(sign(about)), key: "ffffffff" })).toBe(false);
  });

  test("open with the platform's own key alone", async () => {
    await expect(at(61, createSeal(Buffer.alloc(32, 2))).signer()).rejects.toThrow();
  });
});
