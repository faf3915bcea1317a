import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAuditd } from "./auditd.ts";

const HEAD = "type=SYSCALL msg=audit(1767322800.125:901):";

test.each([
  // what                                  line                                                              field        want
  ["reads a bare value",                   `${HEAD} arch=c000003e syscall=59`,                               "syscall",   "59"],
  ["reads a quoted value",                 `${HEAD} exe="/usr/bin/my tool" pid=7`,                           "exe",       "/usr/bin/my tool"],
  ["decodes an encoded name",              `${HEAD} exe=2F746D702F6120622E7368`,                             "exe",       "/tmp/a b.sh"],
  ["leaves a SYSCALL argument alone",      `${HEAD} a0=41414141`,                                            "a0",        "41414141"],
  ["decodes an EXECVE argument",           "type=EXECVE msg=audit(1.2:3): argc=2 a0=\"sh\" a1=6563686F2068696A", "a1",    "echo hij"],
  ["spaces a process title",               "type=PROCTITLE msg=audit(1.2:3): proctitle=6C73002D6C61",        "proctitle", "ls -la"],
  ["reads a program's own message",        "type=USER_AUTH msg=audit(1.2:3): pid=9 msg='op=login acct=\"eve\" res=failed'", "acct", "eve"],
  ["reads the last of a program's",        "type=USER_AUTH msg=audit(1.2:3): pid=9 msg='op=login acct=\"eve\" res=failed'", "res",  "failed"],
  ["keeps a list with commas",             "type=USER_START msg=audit(1.2:3): msg='grantors=pam_a,pam_b res=success'", "grantors", "pam_a,pam_b"],
  ["drops a separating comma",             "type=USER_START msg=audit(1.2:3): hostname=?, terminal=cron",    "hostname",  "?"],
  ["reads what auditd looked up",          `${HEAD} syscall=59\u001dSYSCALL=execve UID="root"`,              "SYSCALL",   "execve"],
  ["reads a socket address's names",       "type=SOCKADDR msg=audit(1.2:3): saddr=0200\u001dSADDR={ saddr_fam=inet laddr=192.0.2.9 lport=443 }", "lport", "443"],
  ["reads behind a syslog header",         `Jan  2 03:00:00 web1 audispd: node=web1 ${HEAD} pid=5`,          "pid",       "5"],
  ["reads the kernel's form",              'audit: type=1400 audit(1.2:3): apparmor="DENIED" name="/x"',     "apparmor",  "DENIED"],
])("%s", (_, line, field, want) => {
  expect(parseAuditd(line)).toMatchObject({ ok: true, fields: { [field]: want } });
});

test("says which event a record is part of", () => {
  expect(parseAuditd(`node=web1 ${HEAD} pid=5`)).toMatchObject({ type: "SYSCALL", time: "1767322800.125", id: "1767322800.125:901", node: "web1" });
});

test("an inode is no node", () => {
  expect(parseAuditd("type=PATH msg=audit(1.2:3): item=0 inode=77 nametype=NORMAL")).toMatchObject({ type: "PATH", node: undefined });
});

test.each([["no audit record", "hello", 0], ["no serial", "type=SYSCALL msg=audit(12): a=b", 17]])("%s", (_, line, at) => {
  expect(parseAuditd(line)).toMatchObject({ ok: false, at });
});

test("never throws, whatever the line", () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseAuditd(`type=EXECVE msg=audit(1.2:3): ${text}`)));
});

test("a long record takes time in proportion", () => {
  const started = performance.now();
  parseAuditd(`${HEAD} ${"a= '".repeat(100_000)}`);
  parseAuditd(`${HEAD} ${"=".repeat(400_000)}`);
  parseAuditd(`${HEAD} ${"{".repeat(400_000)}`);
  expect(performance.now() - started).toBeLessThan(1000);
});
