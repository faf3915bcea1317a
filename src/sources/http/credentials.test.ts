import { expect, test } from "vitest";
import { readCredentials } from "./credentials.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

test.each<[string, string | undefined, string, readonly string[] | "no-token" | "bad-authorization"]>([
  ["Bearer", "Bearer abc", "", ["abc"]],
  ["Splunk", "Splunk abc", "", ["abc"]],
  ["any case, any spaces", "  bEARER   abc ", "", ["abc"]],
  ["Basic, whatever the name", `Basic ${base64("elastic:a:b")}`, "", ["a:b"]],
  ["ApiKey as clients send it", `ApiKey ${base64("id:abc")}`, "", [base64("id:abc"), "id:abc", "abc"]],
  ["Splunk's query", undefined, "token=abc", ["abc"]],
  ["the header before the query", "Bearer abc", "token=other", ["abc"]],
  ["nothing", undefined, "", "no-token"],
  ["an empty header", " ", "", "no-token"],
  ["an empty query", undefined, "token=", "no-token"],
  ["a scheme alone", "Bearer", "", "bad-authorization"],
  ["a token alone", "0123456789abcdef", "", "bad-authorization"],
  ["a scheme that is not known", "Digest username=x", "", "bad-authorization"],
  ["Basic without a colon", `Basic ${base64("abc")}`, "", "bad-authorization"],
])("%s", (_, authorization, query, want) => {
  const read = readCredentials(authorization === undefined ? {} : { authorization }, new URLSearchParams(query));
  expect(read.ok ? read.tokens.slice(0, 3) : read.why).toEqual(want);
});
