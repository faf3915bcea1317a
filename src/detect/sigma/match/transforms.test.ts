import { expect, test } from "vitest";
import type { Value } from "../../../core/index.ts";
import type { Transform } from "../types.ts";
import { transform } from "./transforms.ts";

test.each<[string, Transform, readonly Value[], Value]>([
  ["the first part that is there",              "first",           [undefined, "b", "c"],              "b"],
  ["parts with a backslash between",            "join",            ["HKLM\\Run", "name"],              "HKLM\\Run\\name"],
  ["parts without those that are empty",        "join",            ["a", undefined, "", null, "b"],    "a\\b"],
  ["nothing where the first part is absent",    "join",            [undefined, "b"],                   undefined],
  ["null where the first part is null",         "join",            [null, "b"],                        null],
  ["a hexadecimal number in decimal",           "decimal",         ["0x1F4"],                          "500"],
  ["the largest that a number can hold",        "decimal",         ["0x1fffffffffffff"],               "0x1fffffffffffff"],
  ["a decimal number as it is",                 "decimal",         ["500"],                            "500"],
  ["a number as it is",                         "decimal",         [500],                              500],
  ["what is no number as it is",                "decimal",         ["0xzz"],                           "0xzz"],
  ["a name of objects as it is",                "integrity_level", ["constructor"],                    "constructor"],
  ["a name of objects as it is, too",           "ip_protocol",     ["constructor"],                    "constructor"],
  ["a label's SID as its level",                "integrity_level", ["S-1-16-12288"],                   "High"],
  ["another label as it is",                    "integrity_level", ["S-1-16-1"],                       "S-1-16-1"],
  ["the machine's hive in short",               "registry_path",   ["\\REGISTRY\\MACHINE\\SOFTWARE\\x", "y"], "HKLM\\SOFTWARE\\x\\y"],
  ["the users' hive in short",                  "registry_path",   ["\\Registry\\User\\S-1-5"],        "HKU\\S-1-5"],
  ["no key that only begins like a hive",       "registry_path",   ["\\REGISTRY\\MACHINES\\x"],        "\\REGISTRY\\MACHINES\\x"],
  ["a protocol's number as its name",           "ip_protocol",     ["6"],                              "tcp"],
  ["the same of a number",                      "ip_protocol",     [17],                               "udp"],
  ["another protocol as it is",                 "ip_protocol",     ["132"],                            "132"],
  ["outbound is initiated",                     "initiated",       ["%%14593"],                        "true"],
  ["inbound is not",                            "initiated",       ["%%14592"],                        "false"],
  ["what is neither as it is",                  "initiated",       ["x"],                              "x"],
])("gives %s", (_, as, parts, want) => {
  expect(transform(as, parts)).toBe(want);
});
