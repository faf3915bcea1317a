import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { frameEvents } from "./frame-events.ts";

const MANY = 1000;

function told(body: string | Uint8Array): readonly string[] {
  const { lines, wrong } = frameEvents(Buffer.from(body), MANY);
  return [...lines.map((line) => Buffer.from(line).toString()), ...(wrong === undefined ? [] : [`! ${wrong.text}`])];
}

test.each<[string, string, readonly string[]]>([
  ["one event", '{"event":"a"}', ['{"event":"a"}']],
  ["two without space between", '{"event":"a"}{"event":"b"}', ['{"event":"a"}', '{"event":"b"}']],
  ["two on their lines", '{"event":"a"}\r\n\r\n{"event":"b"}\n', ['{"event":"a"}', '{"event":"b"}']],
  ["an event over several lines", '{\n  "event": {\n "x": [1, 2]\n}}', ['{\n  "event": {\n "x": [1, 2]\n}}']],
  ["brackets and quotes in texts", '{"event":"}{\\"]["}{"event":"\\\\"}', ['{"event":"}{\\"]["}', '{"event":"\\\\"}']],
  ["the event behind its metadata", '{"time":1.5,"host":"h","fields":{"event":1},"event":0}', ['{"time":1.5,"host":"h","fields":{"event":1},"event":0}']],
  ["false as an event", '{"event":false}', ['{"event":false}']],
  ["no event", '{"event":"a"}{"fields":{"event":"x"}}', ['{"event":"a"}', "! Event field is required"]],
  ["a text that says event", '{"a":"event"}', ["! Event field is required"]],
  ["null as an event", '{"event":null}', ["! Event field is required"]],
  ["an empty event", '{"event": ""}', ["! Event field cannot be blank"]],
  ["a space as an event", '{"event":" "}', ['{"event":" "}']],
  ["what is no object", '{"event":"a"} 7', ['{"event":"a"}', "! Invalid data format"]],
  ["a list", '[{"event":"a"}]', ["! Invalid data format"]],
  ["an object that is not closed", '{"event":"a"', ["! Invalid data format"]],
  ["a text that is not closed", '{"event":"a', ["! Invalid data format"]],
  ["a newline in a text", '{"event":"a\n"}', ["! Invalid data format"]],
  ["brackets that cross", '{"event":[}]', ["! Invalid data format"]],
  ["too many brackets", `{"event":${"[".repeat(2000)}${"]".repeat(2000)}}`, ["! Invalid data format"]],
  ["__proto__", '{"__proto__":{"event":1},"event":2}', ['{"__proto__":{"event":1},"event":2}']],
  ["nothing", " \n", []],
])("%s", (_, body, want) => {
  expect(told(body)).toEqual(want);
});

test("cuts as JSON.parse does", () => {
  const value = fc.jsonValue({ maxDepth: 3 }).map((one) => one as unknown);
  const event = fc.oneof(
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("event", "__proto__", "host")), value, { maxKeys: 4 }),
    value.map((one) => ({ event: one })),
  );
  const space = fc.constantFrom("", "\n", " \t\r\n");
  const body = fc.array(fc.tuple(event, space, fc.constantFrom(undefined, 1)), { maxLength: 5 }).map((parts) => parts.map(([one, gap, indent]) => JSON.stringify(one, null, indent) + gap).join(""));
  fc.assert(fc.property(body, (text) => isDeepStrictEqual(told(text), slowly(text))), { numRuns: 1000 });
});

test("refuses nothing that JSON.parse takes, whatever is changed", () => {
  const alphabet = fc.constantFrom('{"event":', "{", "}", "[", "]", '"', "\\", ":", ",", "1", "event", "null", " ", "\n", '""', '"a"');
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 14 }), (parts) => {
      const want = slowly(parts.join(""));
      if (!want.includes("! Invalid data format")) expect(told(parts.join(""))).toEqual(want);
    }),
    { numRuns: 5000 },
  );
});

test("never throws, whatever the bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void frameEvents(bytes, MANY)));
});

/** The same by its definition: the shortest text from here on that JSON.parse takes. */
function slowly(text: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; ; ) {
    while (/[ \t\r\n]/.test(text[at] ?? "")) at++;
    if (at >= text.length) return lines;
    let end = at + 1;
    while (end <= text.length && !isObject(text.slice(at, end))) end++;
    if (end > text.length) return [...lines, "! Invalid data format"];
    const line = text.slice(at, end);
    const { event } = JSON.parse(line) as { event?: unknown };
    if (event === undefined || event === null) return [...lines, "! Event field is required"];
    if (event === "") return [...lines, "! Event field cannot be blank"];
    lines.push(line);
    at = end;
  }
}

function isObject(text: string): boolean {
  try {
    return text.startsWith("{") && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
