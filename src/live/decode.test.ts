import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLine } from "./decode.ts";

const bytes = (text: string, encoding: BufferEncoding) => Buffer.from(text, encoding);

test.each([
  ["plain", bytes("plain", "utf8"), "plain"],
  ["UTF-8", bytes("Zürich – 東京", "utf8"), "Zürich – 東京"],
  ["UTF-8 with its mark", Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes("é", "utf8")]), "é"],
  ["Latin-1", bytes("Zürich", "latin1"), "Zürich"],
  ["Windows-1252", Buffer.of(0x93, 0x61, 0x94), "“a”"],
  ["UTF-16 little-endian with its mark", Buffer.concat([Buffer.of(0xff, 0xfe), bytes("Zürich", "utf16le")]), "Zürich"],
  ["UTF-16 little-endian", bytes("user logged on", "utf16le"), "user logged on"],
  ["UTF-16 little-endian, cut at the byte 0A", Buffer.concat([Buffer.of(0), bytes("user logged on", "utf16le")]), "user logged on"],
  ["UTF-16 big-endian", bytes("user logged on", "utf16le").swap16(), "user logged on"],
  ["a text that holds a NUL", bytes("a\0bcdef", "utf8"), "a\0bcdef"],
  ["nothing", Buffer.alloc(0), ""],
])("%s", (_, line, text) => expect(decodeLine(line)).toBe(text));

test("any text in UTF-8 comes back", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0") && !text.startsWith("\uFEFF")), (text) => decodeLine(Buffer.from(text)) === text));
});

test("never throws", () => {
  fc.assert(fc.property(fc.uint8Array(), (line) => typeof decodeLine(line) === "string"));
});
