import { expect, test } from "vitest";
import type { Event } from "../../core/index.ts";
import { compileTechnologies } from "./compile.ts";
import { createReadFurther } from "./declared-reads.ts";

const line = (message: string): Event => ({ product: "linux", channel: "", code: undefined, time: undefined, host: undefined, fields: { message, program: "" }, text: message, json: undefined, source: { path: "", record: 1 } });
const technology = (name: string, read: string) => ({ path: `${name}/mapping.yml`, text: `technology: ${name}\nreads:\n  - ${read}\n` });

test("what knows a product is asked before what knows a form, whatever their names", () => {
  const { technologies, refused } = compileTechnologies([technology("a-form", '{begins: ["CEF:0|"], last: true, extract: {from: message, cef: true}}'), technology("b-product", '{begins: ["CEF:0|Acme|"], extract: {from: message, cef: true}}')]);
  expect(refused).toEqual([]);
  const read = createReadFurther(technologies);
  const productOf = (message: string) => read(line(message), undefined).map(({ product }) => product);
  expect(productOf("CEF:0|Acme|Gate|1|7|denied|3|src=192.0.2.1")).toEqual(["b-product"]);
  expect(productOf("CEF:0|Other|Gate|1|7|denied|3|src=192.0.2.1")).toEqual(["a-form"]);
  expect(productOf("a line that speaks of CEF:0|Acme|")).toEqual(["linux"]);
});

test("names that are given anew under shorter ones are not kept twice", () => {
  const { technologies, refused } = compileTechnologies([technology("junos", '{program: app, without: ["junos@"], extract: {from: $text, patterns: "{}[junos@{} {pairs}]"}}')]);
  expect(refused).toEqual([]);
  const event = { ...line('[junos@1.2 a="b"]'), fields: { program: "app", message: "", "junos@1.2.a": "b" } };
  expect(createReadFurther(technologies)(event, undefined).map(({ fields }) => fields)).toEqual([{ program: "app", message: "", pairs: 'a="b"' }]);
});

test("a vendor's own beginning of names may go", () => {
  const { technologies, refused } = compileTechnologies([technology("gate", '{begins: ["CEF:0|Gate|"], extract: {from: message, cef: true, strip: GT}}')]);
  expect(refused).toEqual([]);
  expect(createReadFurther(technologies)(line("CEF:0|Gate|G|1|7|n|3|src=192.0.2.1 GTlogid=13"), undefined)[0]?.fields).toMatchObject({ src: "192.0.2.1", logid: "13" });
});

test("a product known by its header is told further", () => {
  const { technologies, refused } = compileTechnologies([technology("acme-gate", '{of: acme, when: {unit: GATE}, product: acme, fields: {$channel: {value: gate}}}'), technology("acme-mail", '{of: acme, when: {unit: MAIL}, product: acme, fields: {$channel: {value: mail}}}')]);
  expect(refused).toEqual([]);
  const read = createReadFurther(technologies);
  const channelOf = (product: string, unit: string) => read({ ...line("x"), product, fields: { unit, message: "x" } }, undefined).map(({ channel }) => channel);
  expect([channelOf("acme", "GATE"), channelOf("acme", "MAIL"), channelOf("acme", "NEW"), channelOf("linux", "GATE")]).toEqual([["gate"], ["mail"], [""], [""]]);
});
