import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAccessLog } from "./access-log.ts";

const LINE = '203.0.113.9 - eve [02/Jan/2026:03:04:05 +0100] "GET /a/b.php?x=1&y=2 HTTP/1.1" 200 512';

test.each([
  // what                            line                                                                field            want
  ["the client",                     LINE,                                                               "c-ip",          "203.0.113.9"],
  ["the user",                       LINE,                                                               "cs-username",   "eve"],
  ["the time",                       LINE,                                                               "time",          "2026-01-02T03:04:05+0100"],
  ["the method",                     LINE,                                                               "cs-method",     "GET"],
  ["the path",                       LINE,                                                               "cs-uri-stem",   "/a/b.php"],
  ["the query",                      LINE,                                                               "cs-uri-query",  "x=1&y=2"],
  ["the whole address",              LINE,                                                               "cs-uri",        "/a/b.php?x=1&y=2"],
  ["the status",                     LINE,                                                               "sc-status",     200],
  ["the referer",                    `${LINE} "https://shop.example/" "curl/8"`,                         "cs-referer",    "https://shop.example/"],
  ["the agent",                      `${LINE} "-" "Mozilla/5.0 \\"x\\"" 17`,                             "cs-user-agent", 'Mozilla/5.0 "x"'],
  ["the virtual host",               `shop.example:443 ${LINE}`,                                         "cs-host",       "shop.example"],
  ["the port of a virtual host",     `shop.example:443 ${LINE}`,                                         "s-port",        "443"],
  ["a host before several clients",  `shop.example 192.0.2.9, ${LINE}`,                                  "cs-host",       "shop.example"],
  ["a host before a client's name",  `192.0.2.1 ${LINE.replace("203.0.113.9 - eve", "localhost - -")}`,  "c-ip",          "localhost"],
  ["the client behind a host",       `shop.example:443 ${LINE}`,                                         "c-ip",          "203.0.113.9"],
  ["spaces in the address",          '::1 - - [02/Jan/2026:03:04:05 +0000] "GET /a b HTTP/1.0" 404 -',   "cs-uri-stem",   "/a b"],
  ["a quote in the address",         '::1 - - [02/Jan/2026:03:04:05 +0000] "GET /\\" HTTP/1.0" 404 -',   "cs-uri-stem",   '/"'],
  ["a request that is none",         '::1 - - [02/Jan/2026:03:04:05 +0000] "\\x16\\x03\\x01" 400 226',   "sc-status",     400],
])("reads %s", (_, line, field, want) => {
  expect(parseAccessLog(line)).toMatchObject({ ok: true, fields: { [field]: want } });
});

test.each([
  ["no time", "hello"],
  ["another time", '::1 - - [yesterday] "GET / HTTP/1.0" 200 1'],
  ["no status", '::1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.0" x 1'],
])("refuses a line with %s", (_, line) => {
  expect(parseAccessLog(line).ok).toBe(false);
});

test("never throws, whatever the line", () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseAccessLog(`::1 - - [02/Jan/2026:03:04:05 +0000] "${text}`)));
});

test("an attacker's request cannot make it slow", () => {
  const started = performance.now();
  parseAccessLog(`::1 - - [02/Jan/2026:03:04:05 +0000] "${'\\" '.repeat(200_000)}`);
  expect(performance.now() - started).toBeLessThan(1000);
});

test.each([
  ["a user of five words",              "1.2.3.4 - a b c d e [",                  { "c-ip": "1.2.3.4", "cs-username": "a b c d e" }],
  ["a user with an open bracket",       "1.2.3.4 - a [b [",                       { "c-ip": "1.2.3.4", "cs-username": "a [b" }],
  ["a user that imitates a time",       "1.2.3.4 - [01/Jan/2020:00:00:00 +0000] [", { "c-ip": "1.2.3.4", "cs-username": "[01/Jan/2020:00:00:00 +0000]" }],
  ["a user of two words is no host",    "1.2.3.4 - bob smith [",                  { "c-ip": "1.2.3.4", "cs-username": "bob smith" }],
  ["a virtual host before the client",  "www.fdr.example:443 1.2.3.4 - bob [",    { "c-ip": "1.2.3.4", "cs-host": "www.fdr.example", "cs-username": "bob" }],
  ["clients that proxies list",         "1.2.3.4, 5.6.7.8 - bob [",               { "c-ip": "1.2.3.4", "cs-username": "bob" }],
])("the user is the client's to choose: %s", (_, head, want) => {
  const parsed = parseAccessLog(`${head}01/Oct/2026:10:00:02 +0000] "GET /a?x=union%20select HTTP/1.1" 401 5 "-" "sqlmap/1.0"`);
  expect(parsed).toMatchObject({ ok: true, fields: { ...want, "cs-uri-query": "x=union%20select", "sc-status": 401 } });
  expect(parsed.ok && Object.hasOwn(parsed.fields, "cs-host")).toBe("cs-host" in want);
});
