import { expect, test } from "vitest";
import { keyOfIds, keyOfSubject, messageIdOf, openNote, sealedNote } from "./ids.ts";
import { stateOfReply, wordsOfReply, writerOf } from "./reply.ts";

test.each([
  ["all of it", "Done.\nBoth.", "Done.\nBoth."],
  ["above a quotation", "Done.\n\nOn 24 Nov 2026, at 10:00, SOC wrote:\n> x", "Done."],
  ["above one in French, broken over lines", "Fait.\n\nLe mar. 24 nov. 2026 à 10:00, SOC <soc@a.test>\na écrit :\n> x", "Fait."],
  ["above Outlook's", "Done.\n\n________________________________\nFrom: SOC\nSent: x", "Done."],
  ["above Outlook's of old", "Done.\n-----Original Message-----\nx", "Done."],
  ["above a head alone", "Fait.\n\nDe : SOC\nEnvoyé : mardi\nx", "Fait."],
  ["between what is quoted", "> Which?\nThe first.\n> When?\nNow.", "The first.\nNow."],
  ["without signature", "Done.\n-- \nAlice", "Done."],
  ["a line that only begins as a quotation", "On the host it works.\nFrom here too.", "On the host it works.\nFrom here too."],
  ["nothing", "> x", ""],
])("of a reply stays %s", (_, text, want) => {
  expect(wordsOfReply(text)).toBe(want);
});

test.each([
  ["Status: resolved", "resolved"], ["status : Resolved.", "resolved"], ["Bonjour,\n\nÉtat : résolu", "résolu"], ["status: unknown", undefined], ["the status: resolved", undefined], [`${"x\n".repeat(20)}status: resolved`, undefined],
])("the state of %j", (text, want) => {
  expect(stateOfReply(text, ["status", "état"], ["resolved", "résolu"])).toBe(want);
});

test.each([
  ["a person", {}, "person"], ["a person who says so", { autoSubmitted: "no" }, "person"], ["an automatic reply", { autoSubmitted: "auto-replied" }, "machine"], ["a list", { precedence: "bulk" }, "machine"], ["no return path", { returnPath: "<>" }, "machine"],
  ["a report", { contentType: 'multipart/report; report-type="delivery-status"; boundary=x' }, "bounce"], ["the postmaster", { from: "mailer-daemon@a.test" }, "bounce"], ["one that wants no answer", { from: "no-reply@a.test" }, "machine"],
])("%s is told", (_, signs, want) => {
  expect(writerOf({ autoSubmitted: "", precedence: "", suppress: "", autoreply: "", contentType: "", returnPath: undefined, from: "alice@a.test", ...signs })).toBe(want);
});

test("ids of mails are known again, and cannot be made up", () => {
  const threads = { secret: "s".repeat(20), domain: "soc.test" };
  const id = messageIdOf(threads, "AM-R-0118/2", "ticket");
  expect(keyOfIds(threads, `<x@y> ${id}`)).toBe("AM-R-0118/2");
  expect(keyOfIds({ ...threads, secret: "other" }, id)).toBeUndefined();
  expect(keyOfIds({ ...threads, domain: "else.test" }, id)).toBeUndefined();
  expect(keyOfIds(threads, id.replace("0118", "0119"))).toBeUndefined();
  const note = sealedNote("s", { title: "é".repeat(200) });
  expect(openNote("s", note.replaceAll(" ", "\r\n\t"))).toEqual({ title: "é".repeat(200) });
  expect(openNote("t", note)).toBeUndefined();
  expect(openNote("s", "x")).toBeUndefined();
  expect(["Re: [AM-R-0118/2] x", "AW: [SPAM] [AM-R-1] x", "x [a] b"].map(keyOfSubject)).toEqual(["AM-R-0118/2", "AM-R-1", undefined]);
});

test("an attacker's mail does not make it slow", () => {
  for (const part of ["On ", "> ", "From: ", "<vigie.A.", "--\n", "on x wrote", "\n", "[A-"]) {
    wordsOfReply(part.repeat(100_000));
    keyOfIds({ secret: "s", domain: "d" }, part.repeat(100_000));
    keyOfSubject(part.repeat(100_000));
    stateOfReply(part.repeat(10_000), ["status"], []);
  }
});
