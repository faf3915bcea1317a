import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../../../core/index.ts";
import { compile, isRouted, loadRules, type LogSourceMap, type Rule } from "../index.ts";
import type { LogSource } from "../types.ts";

const MAPS: readonly LogSourceMap[] = [
  {
    product: "windows",
    codeField: "EventID",
    routes: [
      { fields: { Computer: { from: ["Hostname", "MachineName"], as: "first" } } },
      { channel: ["Sysmon/Operational"], service: "sysmon" },
      { channel: ["Sysmon/Operational"], code: ["1"], category: "process_creation" },
      { channel: ["Security"], service: "security" },
      { channel: ["Security"], code: ["4688"], category: "process_creation", fields: { Image: "NewProcessName", ParentImage: "ParentProcessName" } },
      { channel: ["Sysmon/Operational"], code: ["12"], where: { EventType: ["CreateKey"] }, category: "registry_add" },
      { channel: ["Sysmon/Operational"], code: ["12"], where: { EventType: ["DeleteKey", "DeleteValue"], Result: [""] }, category: "registry_delete" },
    ],
  },
  { product: "suricata", routes: [{ code: ["Alert"], service: "alert" }, { category: "ids" }] },
  { product: "bare", routes: [] },
];

const rule = (logsource: LogSource, selection: object = { "Any|exists": true }): Rule => {
  const { rules, refused } = loadRules([{ path: "r.yml", text: JSON.stringify({ title: "R", logsource, detection: { sel: selection, condition: "sel" } }) }]);
  expect(refused).toEqual([]);
  return rules[0]!;
};
const event = (product: string, channel: string, code?: string | number, fields: object = {}): Event => ({
  product, channel, code, time: undefined, host: undefined, fields: { Any: 1, ...fields }, text: undefined, json: undefined, source: { path: "", record: 1 },
});
const fires = (one: Rule, on: Event): boolean => {
  const matcher = compile([one], { logsources: MAPS });
  const matches = matcher.match(on).length > 0;
  expect(matcher.explain(one, on).matches).toBe(matches);
  return matches;
};

test.each<[string, LogSource, Event, boolean]>([
  ["a product alone",                                { product: "windows" },                              event("windows", "Security", 1),            true],
  ["another product",                                { product: "linux" },                                event("windows", "Security", 1),            false],
  ["a product in another case",                      { product: "Windows" },                              event("windows", "Security", 1),            true],
  ["a service by its channel",                       { product: "windows", service: "security" },         event("windows", "Security", 4688),         true],
  ["a channel in another case",                      { product: "windows", service: "security" },         event("windows", "SECURITY", 4688),         true],
  ["a service of another channel",                   { product: "windows", service: "sysmon" },           event("windows", "Security", 4688),         false],
  ["a service on every code",                        { product: "windows", service: "sysmon" },           event("windows", "Sysmon/Operational", 99), true],
  ["a service without code",                         { product: "windows", service: "sysmon" },           event("windows", "Sysmon/Operational"),     true],
  ["a category by its code",                         { product: "windows", category: "process_creation" }, event("windows", "Sysmon/Operational", 1), true],
  ["a category by its code as text",                 { product: "windows", category: "process_creation" }, event("windows", "Sysmon/Operational", "1"), true],
  ["a category on another code",                     { product: "windows", category: "process_creation" }, event("windows", "Sysmon/Operational", 2), false],
  ["a category on a longer code",                    { product: "windows", category: "process_creation" }, event("windows", "Sysmon/Operational", 11), false],
  ["a category without code",                        { product: "windows", category: "process_creation" }, event("windows", "Sysmon/Operational"),    false],
  ["a category of a second channel",                 { product: "windows", category: "process_creation" }, event("windows", "Security", 4688),        true],
  ["a code of one channel on the other",             { product: "windows", category: "process_creation" }, event("windows", "Security", 1),           false],
  ["a category and a service that both fit",         { product: "windows", category: "process_creation", service: "sysmon" }, event("windows", "Sysmon/Operational", 1), true],
  ["a category and a service of different channels", { product: "windows", category: "process_creation", service: "sysmon" }, event("windows", "Security", 4688), false],
  ["a category without product",                     { category: "process_creation" },                    event("windows", "Sysmon/Operational", 1),  true],
  ["a category without product, of another",         { category: "ids" },                                 event("windows", "Sysmon/Operational", 1),  false],
  ["a category of every channel",                    { category: "ids" },                                 event("suricata", "anything", "x"),         true],
  ["a code in another case",                         { product: "suricata", service: "alert" },           event("suricata", "", "ALERT"),             true],
  ["another code",                                   { product: "suricata", service: "alert" },           event("suricata", "", "alerts"),            false],
  ["a channel that no route names",                  { product: "windows", service: "powershell" },       event("windows", "powershell", 1),          false],
  ["a channel that no route names, product alone",   { product: "windows" },                              event("windows", "New Channel", 1),         true],
  ["a product without routes: no service",           { product: "bare", service: "x" },                   event("bare", "x"),                         false],
  ["a product without routes: itself",               { product: "bare" },                                 event("bare", "x"),                         true],
  ["a product without map: its channel is its service", { product: "acme", service: "Audit" },            event("acme", "audit"),                     true],
  ["a product without map: another channel",         { product: "acme", service: "audit" },               event("acme", "login"),                     false],
  ["a product without map: no category",             { product: "acme", category: "process_creation" },   event("acme", "process_creation"),          false],
  ["a record that nobody recognised",                { product: "windows" },                              event("", ""),                              false],
  ["a service alone",                                { service: "security" },                             event("windows", "Security", 1),            true],
  ["a name of objects as product",                   { product: "constructor" },                          event("constructor", "x"),                  true],
])("%s: fires or not", (_, logsource, on, want) => {
  expect(fires(rule(logsource), on)).toBe(want);
});

test.each<[string, LogSource, object, Event, boolean]>([
  ["a category names the fields",            { category: "process_creation" }, { Image: "a.exe" },          event("windows", "Security", 4688, { NewProcessName: "A.exe" }), true],
  ["another channel keeps its own names",    { category: "process_creation" }, { Image: "a.exe" },          event("windows", "Sysmon/Operational", 1, { NewProcessName: "a.exe" }), false],
  ["a service keeps the product's names",    { service: "security" },          { NewProcessName: "a.exe" }, event("windows", "Security", 4688, { NewProcessName: "a.exe" }), true],
  ["names that are not listed stay",         { category: "process_creation" }, { CommandLine: "x" },        event("windows", "Security", 4688, { CommandLine: "x" }), true],
  ["a name of the whole product, for a category", { category: "process_creation" }, { Computer: "pc" },     event("windows", "Security", 4688, { MachineName: "pc" }), true],
  ["a name of the whole product, for a service", { service: "sysmon" },        { Computer: "pc" },          event("windows", "Sysmon/Operational", 5, { Hostname: "pc" }), true],
  ["a name of the whole product, for it alone", { product: "windows" },        { Computer: "pc" },          event("windows", "Unheard", 5, { Hostname: "pc" }), true],
  ["a condition that holds",                 { category: "registry_add" },     { Any: 1 },                  event("windows", "Sysmon/Operational", 12, { EventType: "createkey" }), true],
  ["a condition that does not",              { category: "registry_add" },     { Any: 1 },                  event("windows", "Sysmon/Operational", 12, { EventType: "DeleteKey" }), false],
  ["a condition on a field that is absent",  { category: "registry_add" },     { Any: 1 },                  event("windows", "Sysmon/Operational", 12), false],
  ["two conditions, one value of each",      { category: "registry_delete" },  { Any: 1 },                  event("windows", "Sysmon/Operational", 12, { EventType: "DeleteValue", Result: "" }), true],
  ["two conditions, one fails",              { category: "registry_delete" },  { Any: 1 },                  event("windows", "Sysmon/Operational", 12, { EventType: "DeleteValue", Result: "x" }), false],
  ["a condition's values are no patterns",   { category: "registry_add" },     { Any: 1 },                  event("windows", "Sysmon/Operational", 12, { EventType: "Create*" }), false],
  ["the code is known beforehand",           { product: "windows" },           { EventID: [4688, 1] },      event("windows", "Sysmon/Operational", 1, { EventID: 1 }), true],
  ["another code is known beforehand",       { product: "windows" },           { EventID: [4688, 12] },     event("windows", "Sysmon/Operational", 1, { EventID: 1 }), false],
  ["a code under not",                       { product: "windows" },           { "EventID|neq": 4688 },     event("windows", "Security", 4689, { EventID: 4689 }), true],
  ["a code that no rule and no route names", { product: "windows" },           { "EventID|gt": 7000 },      event("windows", "System", 7045, { EventID: 7045 }), true],
  ["a code with a pattern",                  { product: "windows" },           { "EventID|startswith": "46" }, event("windows", "Security", 4688, { EventID: 4688 }), true],
])("%s", (_, logsource, selection, on, want) => {
  expect(fires(rule(logsource, selection), on)).toBe(want);
});

test("two maps of one product are one", () => {
  const extra: LogSourceMap = { product: "windows", routes: [{ channel: ["New"], service: "new" }] };
  const one = rule({ product: "windows", service: "new" });
  expect(compile([one], { logsources: [...MAPS, extra] }).match(event("windows", "new", 1))).toEqual([one]);
  expect(compile([one], { logsources: MAPS }).match(event("windows", "new", 1))).toEqual([]);
});

test.each<[string, LogSource, boolean]>([
  ["a category that a map has",           { product: "windows", category: "registry_add" },  true],
  ["a category that none has",            { product: "windows", category: "file_rename" },   false],
  ["a category of another product",       { product: "suricata", category: "registry_add" }, false],
  ["a category without product",          { category: "ids" },                               true],
  ["a product that has no map",  { product: "acme", service: "x" },                 false],
  ["a category and service that never meet", { product: "windows", category: "ids", service: "sysmon" }, false],
])("whether a log is for a rule can be told beforehand: %s", (_, source, want) => {
  expect(isRouted(source, MAPS)).toBe(want);
});

/** The specification's sentence: what the rule sets must be what the record is. */
function slowly(source: LogSource, on: Event): boolean {
  const map = MAPS.find(({ product }) => product === on.product);
  const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
  const routes = (map?.routes ?? [{ service: on.channel }]).filter(({ channel, code }) =>
    (channel === undefined || channel.some((one) => same(one, on.channel))) && (code === undefined || code.some((one) => on.code !== undefined && same(one, String(on.code)))));
  const meets = (where: Readonly<Record<string, readonly string[]>> = {}): boolean =>
    Object.entries(where).every(([field, values]) => values.some((one) => same(one, on.fields[field] as string | undefined ?? "absent")));
  const { category, product, service } = source;
  if (product !== undefined && !same(product, on.product)) return false;
  if (category === undefined) return service === undefined || routes.some((route) => same(route.service, service) && meets(route.where));
  return (service === undefined || routes.some((route) => same(route.service, service))) && routes.some((route) => same(route.category, category) && meets(route.where));
}

test("a rule never fires on a source that it does not name, and fires on all that it does", () => {
  const maybe = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, ...values);
  const source = fc.record({
    category: maybe("process_creation", "registry_add", "registry_delete", "ids", "x"), product: maybe("windows", "Windows", "suricata", "bare", "acme"), service: maybe("sysmon", "security", "alert", "audit"),
  }).filter(({ category, product, service }) => (category ?? product ?? service) !== undefined)
    .map((set): LogSource => Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)));
  const on = fc.tuple(
    fc.constantFrom("windows", "suricata", "bare", "acme", ""), fc.constantFrom("Sysmon/Operational", "sysmon/operational", "Security", "audit", "", "Other"),
    fc.constantFrom(undefined, 1, "1", 12, 4688, "alert", "ALERT", "x"), fc.record({ EventType: fc.constantFrom("CreateKey", "deletekey", "x"), Result: fc.constantFrom("", "y") }, { requiredKeys: [] }),
  ).map(([product, channel, code, fields]) => event(product, channel, code, fields));
  let fired = 0;
  fc.assert(fc.property(fc.array(source, { minLength: 1, maxLength: 8 }), fc.array(on, { minLength: 1, maxLength: 8 }), (sources, events) => {
    const rules = sources.map((one) => rule(one));
    const matcher = compile(rules, { logsources: MAPS });
    for (const each of [...events, ...events]) {
      const want = rules.filter((_, i) => slowly(sources[i]!, each));
      fired += want.length;
      expect(matcher.match(each)).toEqual(want);
    }
  }), { numRuns: 1000 });
  expect(fired).toBeGreaterThan(300);
});
