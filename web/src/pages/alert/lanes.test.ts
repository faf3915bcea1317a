import { expect, test } from "vitest";
import { entitiesOf, isOf, laneOf, queryOfLanes } from "./lanes.ts";

const event = { host: { name: "DC01" }, user: { name: "a.morel" }, source: { ip: "192.0.2.7" }, destination: { ip: "192.0.2.8" } };

test("finds who and what it is about, each once", () =>
  expect(entitiesOf([event, { host: { name: "dc01" } }], { kind: "user", value: "a.morel", name: "a.morel" })).toEqual([{ kind: "user", value: "a.morel" }, { kind: "host", value: "dc01" }, { kind: "address", value: "192.0.2.7" }, { kind: "address", value: "192.0.2.8" }]));

test.each([["192.0.2.7", "address"], ["2001:db8::1", "address"], ["SRV-AD-02", "host"], ["pc.example", "host"], ["root", "user"]])("takes %s for a %s", (value, kind) => expect(laneOf(value).kind).toBe(kind));

test("asks for both ends, and leaves nothing to be read as a query", () =>
  expect(queryOfLanes([{ kind: "address", value: '1" or *' }])).toBe('source.ip: "1\\" or *" or destination.ip: "1\\" or *"'));

test("knows an event of a lane whatever its case", () => {
  expect(isOf({ kind: "host", value: "dc01" }, event)).toBe(true);
  expect(isOf({ kind: "user", value: "root" }, event)).toBe(false);
});
