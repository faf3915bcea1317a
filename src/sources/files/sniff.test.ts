import { expect, test } from "vitest";
import { sniff } from "./sniff.ts";

const XML = '<Event xmlns="x"><System/></Event>';

test.each([
  // name                content                                                            what it is
  ["a.evtx",             "ElfFile\0\0\0",                                                   "evtx"],
  ["a.jsoncls",          '{"a":1}\n{"a":2}\n',                                              "json-lines"],
  ["one-line",           '{"a":1}',                                                         "json-lines"],
  ["first-line-broken",  '{"a":1\n{"a":2}\n{"a":3}\n',                                      "json-lines"],
  ["a.json",             '{\n  "a": 1\n}\n{\n  "a": 2\n}\n',                                "json"],
  ["a.json",             '[{"a":1},{"a":2}]',                                               "json"],
  ["a.json",             '\n [\n{\n"a":1}]',                                                "json"],
  ["cloudtrail.json",    '{"Records":[{"a":1}]}',                                           "json"],
  ["graph.json",         '{"@odata.context":"x","value":[{"a":1}]}',                        "json"],
  ["a.xml",              `<?xml version="1.0"?>\n<Events>\n${XML}</Events>`,                "windows-xml"],
  ["a.log",              `${XML}\n${XML}\n`,                                                "windows-xml"],
  ["a.csv",              "time,host,user\n1,2,3\n",                                         "table"],
  ["a",                  "EventID;Channel\r\n1;Security\r\n",                               "table"],
  ["a.txt",              '"Time Created"\t"Id"\t"Message"\n1\t2\t3\n',                      "table"],
  ["powershell.csv",     '#TYPE X.Y\r\n"A","B"\r\n"1","2"\r\n',                             "table"],
  ["u_ex.log",           "#Software: IIS\n#Fields: date time\n",                            "table"],
  ["conn.log",           "#separator \\x09\n",                                              "table"],
  ["messages",           "Nov 24 10:00:00 h sshd[1]: Failed password, for root\n",          "text"],
  ["x",                  "<34>1 2024-01-01T00:00:00Z h app - - - m\n",                      "text"],
  ["x",                  'type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e\n',   "text"],
  ["access.log",         '10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 1\n', "text"],
  ["error.log",          "[Wed Oct 11 14:32:52 2000] [error] [client 1.2.3.4] x\n",         "text"],
  ["app.log",            "something without a clock\n",                                     "text"],
  ["app.log",            "INFO,server,started\nINFO,server,stopped\nx\n",                   "text"],
  ["c",                  "10:00:00 a file called c\n",                                      "text"],
  ["a.gz",               "\x1f\x8b\x08\0",                                                  "gzip"],
  ["a",                  "\x28\xb5\x2f\xfd",                                                "zstd"],
  ["a.bin",              "PK\x03\x04",                                                      "zip"],
  ["a.png",              "\x89PNG\r\n\x1a\n\0\0",                                           "image"],
  ["a.log",              "MZ\x90\0\x03\0\0\0\x04",                                          "executable"],
  ["a.pdf",              "%PDF-1.7",                                                        "pdf"],
  ["a",                  "\x01\x02\x03\x04\0\0\0\0",                                        "unknown binary"],
  ["info.yml",           "id: 1\nevents:\n  - at: 10:00:00\n",                              "YAML"],
  ["README.md",          "# Title\n",                                                       "document"],
  ["LICENSE",            "Apache License\n",                                                "document"],
  ["index.html",         "<!DOCTYPE html><html>",                                           "web page"],
  ["pom.xml",            "<project><a/></project>",                                         "XML that holds no events"],
  ["run.sh",             "#!/bin/sh\necho\n",                                               "script"],
  ["a.ps1",              "Get-Process 10:00:00\n",                                          "program text"],
  ["notes.txt",          "Hello, this is\na letter\nto you\n",                              "text without times"],
  ["MZ.log",             "MZ 10:00:00 begins a word\n",                                     "text"],
  ["a.log",              "",                                                                "empty"],
  ["a.log",              " \n\n",                                                           "empty"],
])("%s with %j is %s", (name, content, want) => {
  const got = sniff(Buffer.from(content, "latin1"), name, false);
  expect(got.is === "log" ? got.shape : got.is === "packed" ? got.by : got.kind).toBe(want);
});

test("a text that a person asked for is read whatever it says", () => {
  expect(sniff(Buffer.from("no clock\nhere\n"), "notes.txt", true)).toEqual({ is: "log", shape: "text" });
  expect(sniff(Buffer.from("# Title\n"), "README.md", true)).toEqual({ is: "log", shape: "text" });
  expect(sniff(Buffer.from("a: 1\n"), "info.yml", true)).toEqual({ is: "no log", kind: "YAML" });
});
