import { expect, test } from "vitest";
import { parseConfig } from "./read.ts";

test("an empty file gives the defaults", () => {
  expect(parseConfig("", "vigie.yaml")).toMatchObject({ api: { host: "127.0.0.1", port: 8080 }, listeners: [], tenants: [], workers: 1, spool: { quotaMb: 10_240 } });
});

test("the environment goes before the file", () => {
  const config = parseConfig("api: {port: 1}\nworkers: 2", "vigie.yaml", { VIGIE_API_PORT: "9", VIGIE_POSTGRES_URL: "postgres://db/vigie", VIGIE_WORKERS: "" });
  expect(config).toMatchObject({ api: { port: 9 }, workers: 2, postgres: { url: "postgres://db/vigie" } });
});

const LISTENER = "{name: a, protocol: http, port: 9200}";

test.each([
  ["not YAML", "api: [", /^vigie\.yaml:1:\d+: not YAML/],
  ["unknown setting", "workers: 1\napy: {}", /^vigie\.yaml:1:1: the file: .*apy/],
  ["wrong type", "api:\n  port: many", /^vigie\.yaml:2:9: api\.port: /],
  ["missing setting", "listeners:\n  - name: a\n    protocol: http", /^vigie\.yaml:2:5: listeners\.0\.port: /],
  ["bad name", `tenants: [{id: "Acme SA", name: Acme}]`, /lower-case letters/],
  ["unknown zone", "tenants: [{id: a, name: A, sources: [{name: s, timezone: Europe/Pariss}]}]", /IANA name/],
  ["two listeners of one name", `listeners:\n  - ${LISTENER}\n  - {name: a, protocol: http, port: 9201}`, /^vigie\.yaml:3:12: .*named a already/],
  ["one port twice", `listeners: [${LISTENER}, {name: b, protocol: relp, port: 9200}]`, /port 9200 already/],
  ["TLS without certificate", "listeners: [{name: a, protocol: syslog-tls, port: 1}]", /add tls with cert and key/],
  ["certificates without authority", "listeners: [{name: a, protocol: http, port: 1, tls: {cert: c, key: k, clientCertificates: required}}]", /name the authorities/],
  ["one token twice", "tenants: [{id: a, name: A, sources: [{name: s, claim: {token: 0123456789abcdef}}, {name: t, claim: {token: 0123456789abcdef}}]}]", /token already/],
  ["unknown listener", "tenants: [{id: a, name: A, sources: [{name: s, claim: {listeners: [b]}}]}]", /no listener b/],
  ["short token", "tenants: [{id: a, name: A, sources: [{name: s, claim: {token: short}}]}]", /16/],
  ["aliases", "x: &x {a: 1}\ny: *x", /vigie\.yaml:2:4: aliases/],
])("says where the file is wrong: %s", (_, text, message) => {
  expect(() => parseConfig(text, "vigie.yaml")).toThrow(message);
});
