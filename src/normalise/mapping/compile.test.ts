import { expect, test } from "vitest";
import type { Event } from "../../core/index.ts";
import { compileTechnologies } from "./compile.ts";
import { createEcsView } from "./ecs-view.ts";

const HEAD = "technology: demo\nevents:\n  - {product: demo}\nsections:\n";
const file = (text: string, path = "demo/mapping.yml") => ({ path, text });
const compile = (text: string) => compileTechnologies([file(text)]);

const refusals: readonly (readonly [about: string, text: string, place: string, reason: string])[] = [
  ["YAML that is none", "technology: [", "1:14", "not valid YAML"],
  ["a folder of another name", "technology: other", "1:1", '"other" is not the folder\'s name'],
  ["a key that is not of the language", "technology: demo\ntitel: x", "2:1", 'there is no "titel" here'],
  ["a misspelt ECS field", `${HEAD}  - fields:\n      source.prot: srcport`, "6:7", "ECS has no field source.prot"],
  ["a rule from nowhere", `${HEAD}  - fields:\n      source.ip: {lower: true}`, "6:7", "takes its value from nowhere"],
  ["two origins", `${HEAD}  - fields:\n      source.ip: {from: a, value: b}`, "6:7", "takes its value from from and value"],
  ["an unknown step", `${HEAD}  - fields:\n      source.ip: {from: a, lowercase: true}`, "6:28", 'there is no "lowercase" here'],
  ["an unknown part", `${HEAD}  - fields:\n      file.name: {from: a, take: leaf}`, "6:28", 'there is no part "leaf"'],
  ["an unknown table", `${HEAD}  - fields:\n      file.name: {from: a, table: nowhere}`, "6:28", 'there is no table "nowhere"'],
  ["an unknown name of the platform", `${HEAD}  - fields:\n      file.name: $hots`, "6:7", "nothing is called $hots"],
  ["places without text between", `${HEAD}  - extract: {from: a, patterns: "{x}{y}"}`, "5:24", "nothing stands between {x} and the next place"],
  ["an expression that RE2 does not have", `${HEAD}  - extract: {from: a, regex: '(?=x)'}`, "5:24", "is no RE2 expression"],
  ["a prototype's name", `${HEAD}  - fields:\n      file.name: a.__proto__.b`, "6:7", "is no name of a field"],
  ["a technology to extend that is not there", "technology: demo\nextends: nobody", "2:1", 'there is no technology "nobody"'],
  ["a confidence beyond 1", "technology: demo\nevents:\n  - {product: demo, confidence: 2}", "3:21", "confidence is not between 0 and 1"],
];

test.each([
  ["a kind", "set: {event.kind: evnt}", "6:11", 'event.kind is never "evnt" in ECS'],
  ["a category of a rule", "fields: {event.category: {value: network_traffic}}", "6:31", 'event.category is never "network_traffic" in ECS'],
  ["a type of a table", "fields: {event.type: {from: a, table: {x: strat}}}", "6:44", 'event.type is never "strat" in ECS'],
  ["an outcome that stands in", "fields: {event.outcome: [{from: a, table: {x: failure}, else: failed}]}", "6:61", 'event.outcome is never "failed" in ECS'],
  ["something to derive that nothing makes", "derive: [network.comunity_id]", "6:14", "nothing is known to make network.comunity_id of"],
  ["a condition that asks for nothing", "when: {}", "6:5", "asks for nothing"],
  ["a word of a condition that there is not", "when: {a: {presnt: true}}", "6:16", 'there is no "presnt" here'],
  ["a yes that is a text", "when: {a: {present: yes}}", "6:16", "present is neither true nor false"],
  ["an item that is none", "fields: {user.name: {from: a, item: frist}}", "6:35", 'there is no item "frist"'],
])("refuses %s", (_about, line, place, reason) => {
  const { technologies, refused } = compile(`${HEAD}  -\n    ${line}\n`);
  expect(technologies).toEqual([]);
  expect(refused.map((one) => [`${one.line}:${one.column}`, one.reason.slice(one.reason.indexOf(": ") + 2)])).toEqual([[place, reason]]);
});

test("tells all that is wrong in a technology's files, each at its place", () => {
  const main = `${HEAD}  - chanel: x\n    cod: y\n    when: {a: {presnt: true}}\n    set: {event.kind: evnt, source.prot: 1}\n    derive: [a, b]\n  - fields: {user.name: {form: x}}\n`;
  const { technologies, refused } = compileTechnologies([file(main), file("technology: demo\nsections:\n  - fields: {user.nam: x}\n", "demo/mapping-more.yml")]);
  expect(technologies).toEqual([]);
  expect(refused.map(({ path, line }) => `${path}:${line}`).toSorted()).toEqual(["demo/mapping-more.yml:3", "demo/mapping.yml:10", ...[5, 6, 7, 8, 8, 9, 9].map((line) => `demo/mapping.yml:${line}`)]);
});

test("a type that ECS does not expect of the category is told, and the mapping is of use", () => {
  const { technologies, refused, doubts } = compile(`${HEAD}  - set: {event.category: [web], event.type: [access, denied]}\n  - set: {event.category: [web, network], event.type: [access, denied]}\n  - set: {event.type: [denied]}\n`);
  expect([technologies.length, refused]).toEqual([1, []]);
  expect(doubts).toMatchObject([{ line: 5, column: 34, reason: "sections.0.set.event.type: ECS does not expect event.type denied of web", hint: "Of web ECS expects access, error, info. Take one of them, or add the category that is meant." }]);
});

test("tables of a folder are for its own technologies and those over it", () => {
  const rows = (value: string, layer: number) => ({ technology: "", path: "tables.yml", text: `words: {a: ${value}}`, layer });
  const of = (name: string, layer: number) => ({ ...file(`technology: ${name}\nevents:\n  - {product: ${name}}\nsections:\n  - fields: {event.reason: {from: x, table: words}}\n`, `${name}/mapping.yml`), layer });
  const { technologies, refused } = compileTechnologies([rows("first", 0), of("low", 0), rows("second", 1), of("high", 1)]);
  expect(refused).toEqual([]);
  const view = createEcsView(technologies);
  const reason = (product: string): unknown => (view.document({ ...event({ x: "a" }), product }, undefined).fields["event"] as { readonly reason: unknown }).reason;
  expect([reason("low"), reason("high")]).toEqual(["first", "second"]);
});

test.each(refusals)("refuses %s, and says where", (_about, text, place, reason) => {
  const { technologies, refused } = compile(text);
  expect(technologies).toEqual([]);
  expect(refused).toHaveLength(1);
  expect(`${refused[0]!.line}:${refused[0]!.column}`).toBe(place);
  expect(refused[0]!.reason).toContain(reason);
  expect(refused[0]!.hint).not.toBe("");
});

const event = (fields: Event["fields"], code?: string): Event => ({ product: "demo", channel: "log", code, time: undefined, host: "h1", fields, text: undefined, json: undefined, source: { path: "", record: 1 } });

function documentOf(sections: string, fields: Event["fields"], code?: string) {
  const { technologies, refused } = compile(`technology: demo\nempty: ["-"]\nevents:\n  - {product: demo}\nsections:\n${sections}`);
  expect(refused).toEqual([]);
  const { ecs, tags: _tags, ...rest } = createEcsView(technologies).document(event(fields, code), undefined).fields as { readonly ecs: unknown; readonly tags: unknown };
  expect(ecs).toBeDefined();
  return JSON.parse(JSON.stringify(rest)) as unknown;
}

test.each([
  ["a value is copied with its type", "  - fields: {source.port: p}", { p: "443" }, { source: { port: 443 } }],
  ["hexadecimal numbers are numbers", "  - fields: {process.pid: p}", { p: "0x1a" }, { process: { pid: 26 } }],
  ["the first name that has a value wins", "  - fields: {user.id: [a, b]}", { a: "-", b: 7 }, { user: { id: "7" }, demo: { a: "-" } }],
  ["of several names in one rule all are kept, since one of them may hold something else", "  - fields: {user.id: {from: [a, b]}}", { a: "1", b: "2" }, { user: { id: "1" }, demo: { a: "1", b: "2" } }],
  ["a later section wins where it has a value", "  - fields: {user.id: a}\n  - fields: {user.id: b}", { a: "1", b: "2" }, { user: { id: "2" }, demo: { a: "1" } }],
  ["and else leaves the one before", "  - fields: {user.id: a}\n  - fields: {user.id: b}", { a: "1" }, { user: { id: "1" } }],
  ["a constant stands in for its section's rules", "  - set: {event.action: x}\n    fields: {event.action: a}", { a: "y" }, { event: { action: "y" } }],
  ["add adds to a list", "  - set: {event.type: [connection]}\n  - add: {event.type: [denied]}", { x: 1 }, { event: { type: ["connection", "denied"], outcome: "failure" }, demo: { x: 1 } }],
  ["what is denied is a failure, whatever a section says", "  - set: {event.type: [denied], event.outcome: success}", { x: 1 }, { event: { type: ["denied"], outcome: "failure" }, demo: { x: 1 } }],
  ["what is allowed is a success, where no section says otherwise", "  - set: {event.type: [allowed]}\n  - when: {a: no}\n    set: {event.outcome: unknown}", { x: 1 }, { event: { type: ["allowed"], outcome: "success" }, demo: { x: 1 } }],
  ["unset takes back what sections before give", "  - fields: {user.id: a}\n  - unset: [user.id]", { a: "1" }, { demo: { a: "1" } }],
  ["a section may ask for fields", "  - when: {a: [x, y]}\n    set: {event.action: hit}\n    fields: {user.id: b}", { a: "Y", b: "1" }, { event: { action: "hit" }, user: { id: "1" }, demo: { a: "Y" } }],
  ["all lines of a when must hold", "  - when: {a: x, not: {b: {present: true}}}\n    set: {event.action: hit}", { a: "x", b: "1" }, { demo: { a: "x", b: "1" } }],
  ["two names with the same value", "  - when: {not: {a: {same_as: b}}}\n    set: {event.outcome: failure}", { a: "x", b: "y" }, { event: { outcome: "failure" }, demo: { a: "x", b: "y" } }],
  ["numbers are compared as numbers", "  - when: {a: {above: 399}}\n    set: {event.outcome: failure}", { a: "404" }, { event: { outcome: "failure" }, demo: { a: "404" } }],
  ["a name with the lengths of its labels", "  - fields: {source.domain: {from: a, take: dns-labels}}", { a: "(3)www(7)example(3)com(0)" }, { source: { domain: "www.example.com" }, demo: { a: "(3)www(7)example(3)com(0)" }, related: { hosts: ["www.example.com"] } }],
  ["a name's parts", "  - fields: {source.registered_domain: {from: a, take: registered-domain}, source.top_level_domain: {from: a, take: top-level-domain}, source.subdomain: {from: a, take: subdomain}}", { a: "mail.eu.example.co.uk" }, { source: { registered_domain: "example.co.uk", top_level_domain: "co.uk", subdomain: "mail.eu" }, demo: { a: "mail.eu.example.co.uk" } }],
  ["a hash is told by its length", "  - fields: {file.hash.md5: {from: a, take: md5}, file.hash.sha256: {from: a, take: sha256}}", { a: "d41d8cd98f00b204e9800998ecf8427e" }, { file: { hash: { md5: "d41d8cd98f00b204e9800998ecf8427e" } }, demo: { a: "d41d8cd98f00b204e9800998ecf8427e" }, related: { hash: ["d41d8cd98f00b204e9800998ecf8427e"] } }],
  ["Windows' FILETIME is a time", "  - fields: {event.start: {from: a, take: filetime}, event.end: {from: b, take: filetime}}", { a: "133433949600000000", b: 1698923340000 }, { event: { start: "2023-11-02T10:36:00.000Z", end: "2023-11-02T11:09:00.000Z" }, demo: { a: "133433949600000000", b: 1698923340000 } }],
  ["the parts of an address's domain are made where asked for", "  - {derive: [url.registered_domain], fields: {url.original: a}}", { a: "https://www.shop.example.co.uk/x" }, { url: { original: "https://www.shop.example.co.uk/x", scheme: "https", domain: "www.shop.example.co.uk", path: "/x", registered_domain: "example.co.uk", subdomain: "www.shop", top_level_domain: "co.uk" }, related: { hosts: ["www.shop.example.co.uk"] } }],
  ["a text is put before what was found", "  - fields: {url.scheme: {from: a, prepend: x-}, user.name: {from: b, prepend: x-}}", { a: "y" }, { url: { scheme: "x-y" }, demo: { a: "y" } }],
  ["base64 is written out", "  - fields: {user.name: {from: a, take: base64}, user.full_name: {from: b, take: base64}}", { a: "am8uZHXDqQ==", b: "no base64" }, { user: { name: "jo.dué" }, demo: { a: "am8uZHXDqQ==", b: "no base64" }, related: { user: ["jo.dué"] } }],
  ["escapes of an address are written out, wrong ones stay", "  - fields: {host.name: {from: a, take: percent}, host.type: {from: b, take: percent}}", { a: "PC%3A7", b: "100%zz" }, { host: { name: "PC:7", type: "100%zz" }, demo: { a: "PC%3A7", b: "100%zz" }, related: { hosts: ["PC:7"] } }],
  ["a technique is found in a tag", "  - fields: {threat.technique.id: {from: a, take: attack-technique}}", { a: ["attack.execution", "attack.t1059.001", "T1090 (TA0005)", "at1059x"] }, { threat: { technique: { id: ["T1059.001", "T1090"] } }, demo: { a: ["attack.execution", "attack.t1059.001", "T1090 (TA0005)", "at1059x"] } }],
  ["arguments may stand twice", "  - fields: {process.args: a}", { a: ["x", "-v", "-v"] }, { process: { args: ["x", "-v", "-v"], args_count: 3 } }],
  ["a technique alone is no sub-technique", "  - fields: {threat.technique.subtechnique.id: {from: a, take: attack-subtechnique}}", { a: ["T1555", "T1059.004"] }, { threat: { technique: { subtechnique: { id: ["T1059.004"] } } }, demo: { a: ["T1555", "T1059.004"] } }],
  ["a name may hold dots inside an object, too", "  - fields: {process.name: output.proc.name}", { output: { "proc.name": "sh" } }, { process: { name: "sh" } }],
  ["a table looks up without case", "  - fields: {event.outcome: {from: a, table: {ok: success}, else: unknown}}", { a: "OK" }, { event: { outcome: "success" }, demo: { a: "OK" } }],
  ["accounts are taken apart", "  - fields: {user.name: {from: a, take: user}, user.domain: {from: a, take: domain}}", { a: "CORP\\jo" }, { user: { name: "jo", domain: "CORP" }, related: { user: ["jo"] }, demo: { a: "CORP\\jo" } }],
  ["texts are made of several values, or not at all", '  - fields: {file.path: {text: "{d}/{f}"}, file.owner: {text: "{d}{none}"}}', { d: "/tmp", f: "a.sh" }, { file: { path: "/tmp/a.sh", name: "a.sh", directory: "/tmp", extension: "sh" }, demo: { d: "/tmp", f: "a.sh" } }],
  ["patterns take a text apart", '  - extract: {from: m, patterns: ["login of {u...} from {ip}"]}\n    fields: {user.name: u, source.ip: ip}', { m: "login of a from b from 192.0.2.1" }, { user: { name: "a from b" }, source: { ip: "192.0.2.1" }, related: { ip: ["192.0.2.1"], user: ["a from b"] }, demo: { m: "login of a from b from 192.0.2.1" } }],
  ["key=value takes a text apart, quotes and all", "  - extract: {from: m, pairs: true}\n    fields: {user.name: user}", { m: 'x user="a b" k=v' }, { user: { name: "a b" }, related: { user: ["a b"] }, demo: { m: 'x user="a b" k=v', k: "v" } }],
  ["a text cannot take the place of what the record says", "  - extract: {from: m, pairs: true}\n    fields: {user.name: user}", { m: "user=root", user: "jo" }, { user: { name: "jo" }, related: { user: ["jo"] }, demo: { m: "user=root" } }],
  ["columns, JSON and expressions do, too", "  - extract:\n      - {from: c, columns: [u, '', h]}\n      - {from: j, json: true}\n      - {from: r, regex: 'port (?P<p>\\d+)'}\n    fields: {user.id: u, host.name: h, user.email: mail, source.port: p}", { c: 'u1,x,"h,1"', j: '{"mail":"a@b"}', r: "on port 22" }, { user: { id: "u1", email: "a@b" }, host: { name: "h,1" }, source: { port: 22 }, related: { user: ["a@b"], hosts: ["h,1"] }, demo: { c: 'u1,x,"h,1"', j: '{"mail":"a@b"}', r: "on port 22" } }],
  ["lists of objects become ECS objects", "  - fields: {dns.answers: {each: as, give: {data: d, ttl: t}}}", { as: [{ d: "192.0.2.1", t: "60" }, { t: 5 }] }, { dns: { answers: [{ data: "192.0.2.1", ttl: 60 }, { ttl: 5 }], resolved_ip: ["192.0.2.1"] }, related: { ip: ["192.0.2.1"] }, demo: { as: [{ d: "192.0.2.1", t: "60" }, { t: 5 }] } }],
  ["an item of a list is picked by its name", '  - fields: {user.name: "ps[n=who].v"}', { ps: [{ n: "x", v: "1" }, { n: "who", v: "jo" }] }, { user: { name: "jo" }, related: { user: ["jo"] }, demo: { ps: [{ n: "x", v: "1" }, { n: "who", v: "jo" }] } }],
])("%s", (_about, sections, fields, wanted) => {
  expect(documentOf(sections, fields)).toEqual(wanted);
});

test("sections are for channels and codes", () => {
  const sections = "  - channel: [LOG]\n    code: [1, 2]\n    set: {event.action: mine}\n  - channel: [other]\n    set: {event.action: others}";
  expect(documentOf(sections, {}, "2")).toEqual({ event: { action: "mine" } });
  expect(documentOf(sections, {}, "3")).toEqual({});
});

test("a part of a mapping adds sections, and one that cannot be used takes the technology with it", () => {
  const main = file(`${HEAD}  - set: {event.kind: event}`);
  const good = compileTechnologies([main, file("technology: demo\nsections:\n  - set: {event.action: x}", "demo/mapping-more.yml")]);
  expect(createEcsView(good.technologies).document(event({}), undefined).fields["event"]).toEqual({ kind: "event", action: "x" });
  const bad = compileTechnologies([main, file("technology: demo\nsection: []", "demo/mapping-more.yml")]);
  expect(bad.technologies).toEqual([]);
  expect(bad.refused[0]).toMatchObject({ path: "demo/mapping-more.yml", line: 2 });
});

test("names that an attacker makes up make no plans without end", () => {
  const { technologies } = compile(`${HEAD}  - code: [a]\n    set: {event.action: x}\n  - set: {event.kind: event}`);
  const view = createEcsView(technologies);
  for (let i = 0; i < 5000; i++) view.hotValues({ ...event({}, `made up ${i}`), channel: `log ${i}` }, []);
  expect(view.document(event({}, "a"), undefined).fields["event"]).toEqual({ action: "x", kind: "event" });
});
