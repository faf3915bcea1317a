// Shippers' envelopes around records that only a technology's declared ways know.
import { expect, test } from "vitest";
import { compileTechnologies, createReadFurther, createTextNormaliser, eventsFromJson, type Hint } from "./index.ts";

const TEXT = `technology: gate
reads:
  - {begins: [GATE], extract: {from: message, patterns: ["GATE {action} {ip}"]}, fields: {$code: action}}
  - {names: [gate, verdict], fields: {$code: verdict}}
  - {names: [gate, event], each: event, fields: {$code: verdict}}
sections:
  - fields: {source.ip: ip}
`;
const { technologies } = compileTechnologies([{ path: "gate/mapping.yml", text: TEXT }]);
const hint: Hint = { read: createReadFurther(technologies) };
const SOURCE = { path: "x", record: 1 };
const codes = (events: readonly { readonly product: string; readonly code: unknown; readonly host: unknown }[]) => events.map(({ product, code, host }) => [product, code, host]);

test.each<[string, object, readonly unknown[]]>([
  ["a text that a technology reads", { message: "GATE deny 192.0.2.1", host: { name: "fw-01" } }, ["gate", "deny", "fw-01"]],
  ["a text in event.original", { event: { original: "GATE deny 192.0.2.1" } }, ["gate", "deny", undefined]],
  ["a record in a text", { message: '{"gate":1,"verdict":"pass"}' }, ["gate", "pass", undefined]],
  ["a record", { event: { gate: 1, verdict: "pass" } }, ["gate", "pass", undefined]],
  ["a record that is known as a whole", { gate: 1, event: { verdict: "pass", ip: "192.0.2.1" }, message: "GATE deny 192.0.2.9" }, ["gate", "pass", undefined]],
])("opens %s", (_, record, wanted) => {
  expect(codes(eventsFromJson(record, undefined, SOURCE, hint))).toEqual([wanted]);
});

test("reads JSON behind a syslog header as a technology declares", () => {
  const line = '<134>1 2026-03-10T08:00:00Z relay gate - - - {"gate":1,"verdict":"pass"}';
  expect(codes(createTextNormaliser().push(line, SOURCE, hint))).toEqual([["gate", "pass", "relay"]]);
});

test("leaves closed what nobody knows", () => {
  expect(codes(eventsFromJson({ message: "lorem ipsum", event: { a: 1 } }, undefined, SOURCE, hint))).toEqual([["", undefined, undefined]]);
});
