import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextNormaliser, hintFromPath } from "./index.ts";

const events = (lines: readonly string[], path = "a.log") => {
  const normaliser = createTextNormaliser();
  return [...lines.flatMap((line, i) => normaliser.push(line, { path, record: i + 1 })), ...normaliser.flush()];
};

test.each([
  // what              line                                                                                              file            product    channel   fields
  ["sshd",             "Jan  2 03:04:05 web1 sshd[8]: Failed password for invalid user a from b from 203.0.113.9 port 4022 ssh2", "auth.log", "linux", "sshd", { user: "a from b", src_ip: "203.0.113.9", src_port: "4022", outcome: "failure" }],
  ["a login",          "Jan  2 03:04:05 web1 sshd[8]: Accepted publickey for eve from 2001:db8::1 port 4022 ssh2: ED25519", "secure",    "linux",   "sshd",   { user: "eve", method: "publickey", outcome: "success" }],
  ["sudo",             "Jan  2 03:04:05 web1 sudo:  eve : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh -c a ; b",      "auth.log",     "linux",   "sudo",   { user: "eve", USER: "root", COMMAND: "/bin/sh -c a ; b" }],
  ["a refused sudo",   "Jan  2 03:04:05 web1 sudo: eve : user NOT in sudoers ; TTY=pts/0 ; USER=root ; COMMAND=/bin/sh",  "auth.log",     "linux",   "sudo",   { reason: "user NOT in sudoers" }],
  ["su",               "Jan  2 03:04:05 web1 su[9]: FAILED SU (to root) eve on pts/1",                                    "auth.log",     "linux",   "su",     { user: "eve", target_user: "root", outcome: "failure" }],
  ["cron",             "Jan  2 03:04:05 web1 CRON[9]: (root) CMD (sh /tmp/x)",                                            "syslog",       "linux",   "cron",   { user: "root", action: "CMD", command: "sh /tmp/x" }],
  ["netfilter",        "Jan  2 03:04:05 fw kernel: [1.2] [UFW BLOCK] IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 PROTO=TCP SPT=9 DPT=22", "kern.log", "linux", "kernel", { SRC: "192.0.2.1", DPT: "22", action: "block" }],
  ["nginx",            '192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] "GET /x?y HTTP/1.1" 200 5 "-" "curl"',               "/var/log/nginx/access.log", "nginx", "access", { "cs-uri-query": "y", "cs-user-agent": "curl" }],
  ["Apache",           '192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 5',                              "access.log",   "apache",  "access", { "cs-method": "GET" }],
  ["nginx by syslog",  '<190>Jan  2 03:04:05 lb nginx: 192.0.2.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 5', "a.log",      "nginx",   "access", { "c-ip": "192.0.2.1" }],
  ["Apache's errors",  "[Fri Jan 02 03:04:05.123456 2026] [core:notice] [pid 1] AH00051: child exited",                  "error.log",    "apache",  "error",  { level: "notice" }],
  ["nginx's errors",   "2026/01/02 03:04:05 [alert] 12#12: worker process 13 exited on signal 6",                        "error.log",    "nginx",   "error",  { level: "alert" }],
  ["Cisco ASA",        "<166>Jan  2 2026 03:04:05 fw1 : %ASA-6-302013: Built outbound TCP connection",                   "a.log",        "cisco",   "syslog", { mnemonic: "302013" }],
  ["Cisco's commands", "<189>29: Jan  2 03:04:05: %PARSER-5-CFGLOG_LOGGEDCMD: User:eve logged command:no logging",       "a.log",        "cisco",   "aaa",    { severity: 5 }],
  ["FortiGate",        'date=2026-01-02 time=03:04:05 devname="f1" devid="F" logid="0100044547" type="event" subtype="system" level="notice" action="Add" cfgpath="system.admin"', "a.log", "fortigate", "event", { cfgpath: "system.admin" }],
  ["FortiGate's time first", 'time=03:04:05 devname="f1" devid="F" logid="0000000013" type="traffic" subtype="forward" level="notice"', "a.log", "fortigate", "traffic", { devname: "f1" }],
  ["Huawei",           "<187>Jan  2 03:04:05 r1 %%01BGP/3/BGP_AUTH_FAILED(l):CID=0x8;BGP session authentication failed", "a.log",       "huawei",  "bgp",    {}],
  ["clamscan",         "/srv/up/x.php: Php.Webshell-1 FOUND",                                                            "clamav.log",   "linux",   "clamav", { Filename: "/srv/up/x.php", Signature: "Php.Webshell-1" }],
  ["vsftpd",           "Fri Jan  2 03:04:05 2026 [pid 2] [eve] FAIL LOGIN: Client \"192.0.2.1\"",                        "vsftpd.log",   "linux",   "vsftpd", {}],
  ["a Java trace",     "Caused by: java.io.FileNotFoundException: /../../../etc/x",                                      "app.log",      "jvm",     "",       {}],
  ["a Python trace",   "Traceback (most recent call last):",                                                             "app.log",      "python",  "",       {}],
  ["JSON in syslog",   '<13>Jan  2 03:04:05 ids suricata[1]: {"event_type":"alert","timestamp":"x","src_ip":"10.0.0.1"}', "a.log",       "suricata", "alert", { src_ip: "10.0.0.1" }],
  ["a JSON line",      '{"_path":"dns","ts":1,"query":"a.example"}',                                                     "a.log",        "zeek",    "dns",    { query: "a.example" }],
  ["a bare priority",  "<134>  id=firewall sn=1",                                                                          "a.log",        "",        "",       { message: "id=firewall sn=1", syslog_priority: 134, syslog_facility: 16 }],
  ["anything else",    "hello",                                                                                          "a.log",        "",        "",       { message: "hello" }],
])("%s", (_, line, path, ...[product, channel, fields]) => {
  const found = events([line], path);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ product, channel, fields });
});

test("a syslog line keeps its text, and the file's name as the code", () => {
  const line = "Jan  2 03:04:05 web1 pkexec[1]: x";
  expect(events([line], "/var/log/auth.log.1")).toMatchObject([{ text: line, code: "auth", host: "web1" }]);
});

test("in a file of any name it is a syslog line", () => {
  expect(events(["Jan  2 03:04:05 web1 pkexec[1]: x"], "web1.txt")).toMatchObject([{ code: "syslog" }]);
});

const AUDIT = [
  'node=web1 type=SYSCALL msg=audit(1767322800.125:901): arch=c000003e syscall=59 success=yes a0=55d1 a1=55d2 ppid=1 pid=7 uid=0 comm="curl" exe="/usr/bin/curl" key="exec"',
  'node=web1 type=EXECVE msg=audit(1767322800.125:901): argc=3 a0="curl" a1="-o" a2=2F746D702F61206200',
  'node=web1 type=CWD msg=audit(1767322800.125:901): cwd="/root"',
  'node=web1 type=PATH msg=audit(1767322800.125:901): item=0 name="/usr/bin/curl" inode=7 nametype=NORMAL',
  'node=web1 type=PATH msg=audit(1767322800.125:901): item=1 name="/lib64/ld-linux-x86-64.so.2" nametype=NORMAL',
  'node=web1 type=PROCTITLE msg=audit(1767322800.125:901): proctitle=6375726C002D6F',
];

test("the records of one audit event become one event", () => {
  const found = events(AUDIT, "audit.log");
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    product: "linux", channel: "auditd", code: "EXECVE", time: "1767322800.125", host: "web1", source: { record: 1 }, text: AUDIT.join("\n"),
    fields: {
      type: ["SYSCALL", "EXECVE", "CWD", "PATH", "PROCTITLE"], SYSCALL: "execve", a0: "curl", a1: "-o", CommandLine: "curl -o /tmp/a b\0", exe: "/usr/bin/curl",
      name: ["/usr/bin/curl", "/lib64/ld-linux-x86-64.so.2"], nametype: "NORMAL", User: "root",
    },
  });
});

test("events whose records interleave stay apart", () => {
  const other = AUDIT.map((line) => line.replace(":901)", ":902)"));
  const mixed = AUDIT.flatMap((line, i) => [line, other[i]!]);
  expect(events(mixed, "audit.log").map((event) => event.fields["cwd"])).toEqual(["/root", "/root"]);
});

test("an argument in parts is one argument", () => {
  const line = 'type=EXECVE msg=audit(1.2:3): argc=2 a0="sh" a1_len=4 a1[0]="ab" a1[1]="cd"';
  expect(events([line])).toMatchObject([{ fields: { CommandLine: "sh abcd" } }]);
});

test("an address is read from its bytes", () => {
  const syscall = "type=SYSCALL msg=audit(1.2:3): arch=c000003e syscall=42 exe=\"/bin/nc\"";
  expect(events([syscall, "type=SOCKADDR msg=audit(1.2:3): saddr=0200115CC00002090000000000000000"])).toMatchObject([
    { fields: { SYSCALL: "connect", DestinationIp: "192.0.2.9", DestinationPort: 4444 } },
  ]);
});

test.each([
  ["an audit record",      "Jan  2 03:04:05 web1 sshd[8]: Invalid user type=USER_END msg=audit(1.2:3): from 203.0.113.9"],
  ["a Cisco message",      "Jan  2 03:04:05 web1 sshd[8]: Invalid user %ASA-6-302013: from 203.0.113.9"],
  ["a FortiGate message",  "Jan  2 03:04:05 web1 sshd[8]: Invalid user date=1 logid=1 type=a level=b from 203.0.113.9"],
  ["a PAN-OS message",     "Jan  2 03:04:05 web1 sshd[8]: Invalid user 1,2026/01/02 03:04:05,1,TRAFFIC,end, from 203.0.113.9"],
  ["a Huawei message",     "Jan  2 03:04:05 web1 sshd[8]: Invalid user %%01BGP/3/A from 203.0.113.9"],
  ["an access log's line", 'Jan  2 03:04:05 web1 sshd[8]: Invalid user a - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 5'],
])("a user name that looks like %s hides no login", (_, line) => {
  expect(events([line])).toMatchObject([{ product: "linux", channel: "sshd" }]);
});

test("a record that stands alone waits for nobody", () => {
  const normaliser = createTextNormaliser();
  expect(normaliser.push("type=USER_LOGIN msg=audit(1.2:3): pid=1 msg='op=login res=failed'", { path: "a", record: 1 })).toHaveLength(1);
});

test("memory stays bounded when no audit event ends", () => {
  const normaliser = createTextNormaliser();
  let given = 0;
  for (let i = 0; i < 5000; i += 1) given += normaliser.push(`type=SYSCALL msg=audit(1.2:${i}): a=b`, { path: "a", record: i }).length;
  expect(given).toBeGreaterThan(4900);
});

test.each([
  ["/var/log/auth.log.2.gz", { product: "linux", channel: "auth" }],
  ["logs.zip!secure-20260102", { product: "linux", channel: "auth" }],
  ["/data/zeek/conn.01:00.log", { product: "zeek", channel: "conn" }],
  ["/x/authority.txt", { channel: "authority" }],
])("%s", (path, want) => {
  expect(hintFromPath(path)).toEqual(want);
});

test("every line gives its events in the end, whatever the lines", () => {
  const line = fc.oneof(fc.string(), fc.string().map((tail) => `Jan  2 03:04:05 h p: ${tail}`), fc.string().map((tail) => `type=A msg=audit(1.2:${tail.length}): __proto__=1 ${tail}`));
  fc.assert(fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
    const kept = events(lines).flatMap((event) => (event.channel === "auditd" ? event.text!.split("type=A msg=audit(1.2:").slice(1) : [event.product]));
    expect(kept.length).toBeGreaterThanOrEqual(lines.length);
  }));
});
