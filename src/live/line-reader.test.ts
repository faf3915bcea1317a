import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";

const SOURCE = { path: "id", record: 1 };

test.each([
  ["an object cut short", '{"a": "secret-value', "not JSON: Unterminated string in JSON"],
  ["a word", "secret-value", "not JSON: an unexpected character"],
  ["a trailing comma", '{"a":1,}', "not JSON: Expected double-quoted property name in JSON"],
  ["nothing behind a colon", '{"a":', "not JSON: Unexpected end of JSON input"],
])("says why it is no JSON without quoting it: %s", (_, text, reason) => {
  expect(new LineReader().read(text, "json", SOURCE, {})).toEqual({ reason, text });
});

test("keeps the records of an audit event until it is complete", () => {
  const reader = new LineReader();
  const line = (type: string, rest: string) => `type=${type} msg=audit(1700000000.123:42): ${rest}`;
  const syscall = reader.read(line("SYSCALL", "syscall=59 comm=\"id\""), "text", SOURCE, {});
  expect(syscall).toMatchObject({ events: [] });
  reader.read(line("EXECVE", "argc=1 a0=\"id\""), "text", { path: "other", record: 2 }, {});
  const [event, ...others] = reader.flush();
  expect(others).toEqual([]);
  expect(event).toMatchObject({ channel: "auditd", source: SOURCE, fields: { CommandLine: "id" } });
});
