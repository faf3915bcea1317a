// `vigie parse`, as a person or a program runs it.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { vigie } from "./cli/vigie.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "vigie-parse-"));
const SSH = "Mar 10 08:20:04 web-01 sshd[2214]: Failed password for root from 203.0.113.50 port 40118 ssh2";
const CLOUDTRAIL = { eventVersion: "1.11", eventTime: "2026-03-10T08:47:00Z", eventSource: "iam.amazonaws.com", eventName: "CreateUser", awsRegion: "eu-west-3", sourceIPAddress: "198.51.100.23" };

const parse = (args: readonly string[], input = "") => {
  const ran = vigie(FOLDER, ["parse", ...args], input);
  return { ...ran, answers: ran.out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as { readonly ok: boolean; readonly technology?: string; readonly reason?: string; readonly event?: { readonly [name: string]: unknown } }) };
};

test("each line of input gives one line, in order", () => {
  const { answers, status } = parse(["-"], `${SSH}\nlorem ipsum\n${JSON.stringify(CLOUDTRAIL)}\n`);
  expect(status).toBe(0);
  expect(answers.map(({ ok, technology, reason }) => (ok ? technology : reason))).toEqual(["sshd", "no technology recognised", "aws-cloudtrail"]);
});

test("records may be texts and any JSON; what is no record gets its answer, too", () => {
  const lines = [JSON.stringify({ input: SSH }), JSON.stringify({ input: CLOUDTRAIL }), "{", JSON.stringify({ line: 1 }), JSON.stringify({ input: "" }), JSON.stringify({ input: 7 }), JSON.stringify({ input: [] })];
  const { answers } = parse(["--records", "-"], `${lines.join("\n")}\n`);
  expect(answers).toHaveLength(lines.length);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, false, false, false, true, true]);
  expect(answers[2]?.reason).toBe('line 3 is no JSON; write {"input": …}');
});

test("parts of one audit event are answered apart, its end too", () => {
  const records = ["type=SYSCALL msg=audit(1773130666.900:9140): arch=c000003e syscall=59 success=yes exit=0 pid=1 uid=0", "type=EXECVE msg=audit(1773130666.900:9140): argc=1 a0=\"id\"", "type=EOE msg=audit(1773130666.900:9140): "];
  const { answers } = parse(["--records", "-"], `${records.map((input) => JSON.stringify({ input })).join("\n")}\n`);
  expect(answers.map(({ technology, reason }) => technology ?? reason)).toEqual(["auditd", "auditd", "auditd"]);
});

test("a label may be what others call a technology, and a zone reads local times", () => {
  const line = "[Tue Mar 10 08:42:31 2026] [error] [client 203.0.113.50] File does not exist: /var/www/html/x";
  const { answers } = parse(["--time-zone", "Europe/Paris", "--records", "-", "--technology", "elastic:apache.error"], `${JSON.stringify({ input: line })}\n`);
  expect(answers[0]).toMatchObject({ ok: true, technology: "apache", event: { "@timestamp": "2026-03-10T07:42:31.000Z", source: { ip: "203.0.113.50" } } });
});

test("files are read in whatever format they are", () => {
  writeFileSync(join(FOLDER, "conn.log"), "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n#types\ttime\tstring\taddr\tport\taddr\tport\tenum\n1773128700.5\tC1\t192.0.2.61\t50444\t203.0.113.14\t443\ttcp\n");
  const { answers } = parse(["conn.log"]);
  expect(answers).toMatchObject([{ ok: true, technology: "zeek", event: { source: { ip: "192.0.2.61", port: 50444 }, network: { transport: "tcp" } } }]);
});

test.each([
  [["-", "--technology", "nosuch"], 2, 'There is no technology "nosuch"'],
  [["-", "--time-zone", "Mars/Olympus"], 2, "there is no such zone"],
  [[], 2, "name one file"],
  [["nowhere.log"], 2, "nowhere.log"],
  [["--records", "nowhere.jsonl"], 2, "nowhere.jsonl"],
])("parse %j is refused", (args, status, says) => {
  const ran = parse(args);
  expect(ran.status).toBe(status);
  expect(ran.err).toContain(says);
});
