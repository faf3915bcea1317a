import { createServer, get as getHttp, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPublic, lookupOnly } from "../outbound/index.ts";
import { createGuardedFetch, whyNotAsked } from "./oidc-fetch.ts";

let server: Server;
let origin: string;
let asked = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    if (request.url === "/endless") {
      response.write("x".repeat(600 * 1024));
      return;
    }
    if (request.url === "/elsewhere") response.writeHead(302, { location: "/" });
    response.end("here");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = { method: "GET", headers: {}, body: undefined, redirect: "manual" } as const;
const inside = new Set(["127.0.0.1", "localhost"]);

test.each([
  ["10.1.2.3", false], ["172.31.255.255", false], ["172.32.0.1", true], ["192.168.1.1", false], ["169.254.169.254", false], ["100.64.0.1", false], ["100.128.0.1", true],
  ["127.0.0.1", false], ["0.0.0.0", false], ["224.0.0.1", false], ["255.255.255.255", false], ["8.8.8.8", true],
  ["::1", false], ["::", false], ["fe80::1", false], ["fd00::1", false], ["::ffff:10.0.0.1", false], ["::ffff:8.8.8.8", false], ["64:ff9b::a00:1", false], ["2002:a00:1::1", false], ["2001::1", false],
  ["2001:db8::1", false], ["ff02::1", false], ["2a00:1450:4007::1", true], ["no address", false], ["", false],
])("%s is public: %s", (address, wanted) => {
  expect(isPublic(address)).toBe(wanted);
});

test("no address of RFC 1918 is public, however it is written", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(fc.property(byte, byte, byte, (b, c, d) => [`10.${b}.${c}.${d}`, `192.168.${c}.${d}`, `172.${16 + (b % 16)}.${c}.${d}`].every((address) => !isPublic(address) && !isPublic(`::ffff:${address}`))));
});

test.each([
  ["https://login.example.org/", undefined],
  ["http://login.example.org/", /https/], ["http://127.0.0.1/", /https/], ["ftp://login.example.org/", /https/],
  // URL reads all of these as addresses of this machine or its network.
  ["https://127.1/", /inside/], ["https://0x7f000001/", /inside/], ["https://2130706433/", /inside/], ["https://[::1]/", /inside/], ["https://[::ffff:10.0.0.1]/", /inside/],
  ["https://a:b@login.example.org/", /name or password/],
])("%s: %s", (url, reason) => {
  const told = whyNotAsked(new URL(url), new Set());
  if (reason === undefined) expect(told).toBeUndefined();
  else expect(told).toMatch(reason);
});

test("asks what the configuration names, follows nothing, and reads no more than it should", async () => {
  const ask = createGuardedFetch(inside);
  expect(await (await ask(`${origin}/`, get)).text()).toBe("here");
  const moved = await ask(`${origin}/elsewhere`, get);
  expect([moved.status, moved.headers.get("location")]).toEqual([302, null]);
  await expect(ask(`${origin}/endless`, get)).rejects.toThrow(/answered more than 524288 bytes/);
});

test("a name that leads inside is not asked", async () => {
  const before = asked;
  await expect(createGuardedFetch(new Set())(`${origin}/`, get)).rejects.toThrow(/is not asked/);
  await expect(createGuardedFetch(new Set())("https://localhost/", get)).rejects.toThrow(/localhost is not asked: its address .* is inside the network/);
  expect(asked).toBe(before);
});

test.each([{}, { family: 4 }, { autoSelectFamily: false }])("what was looked at is what is connected to, with %j", async (options) => {
  const seen: string[] = [];
  const lookup = lookupOnly((address) => seen.push(address) > 0, "allow it");
  const status = await new Promise((done, fail) => getHttp(origin.replace("127.0.0.1", "localhost"), { ...options, lookup, agent: false }, (answer) => done(answer.resume().statusCode)).on("error", fail));
  expect([status, seen.includes("127.0.0.1")]).toEqual([200, true]);
});
