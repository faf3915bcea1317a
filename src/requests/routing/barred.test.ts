import fc from "fast-check";
import { expect, test } from "vitest";
import type { RequestAction } from "../../contract/requests.ts";
import { bareAccount, barredBy, isMachineAccount, type Meant } from "./barred.ts";

const nothing: Meant = { machines: [], accounts: [], hasAccounts: true, isInside: false };
type Case = readonly [kind: "asset" | "account" | "indicator", name: string, meant: Partial<Meant>, why: string | undefined];
const machine = (name: string, criticality = 2, isRetired = false) => ({ name, criticality, isRetired });

test.each<[string, RequestAction, ...Case]>([
  ["an ordinary machine", "isolate-host", "asset", "PC-1", { machines: [machine("PC-1")] }, undefined],
  ["a critical machine", "isolate-host", "asset", "dc01", { machines: [machine("DC01", 4)] }, "dc01 is critical"],
  ["one that may be a critical machine", "isolate-host", "asset", "dc01.corp.example", { machines: [machine("dc01", 4)] }, "dc01.corp.example may be dc01, which is critical"],
  ["several, one of them critical", "isolate-host", "asset", "app", { machines: [machine("app.a", 1), machine("app.b", 4)] }, "app may be app.b, which is critical"],
  ["several of one name", "isolate-host", "asset", "app", { machines: [machine("app.a"), machine("app.b")] }, "The CMDB has several that may be app: app.a, app.b"],
  ["a machine that nobody knows", "restore", "asset", "ghost", {}, "The CMDB does not know ghost"],
  ["a machine called an indicator", "isolate-host", "indicator", "ghost", {}, "The CMDB does not know ghost"],
  ["an address of the Internet", "block-address", "indicator", "203.0.113.9", {}, undefined],
  ["an address of one's own that nobody knows", "block-address", "indicator", "10.1.2.3", { isInside: true }, "The CMDB does not know 10.1.2.3"],
  ["an indicator that is a critical machine", "block-address", "indicator", "10.1.2.3", { isInside: true, machines: [machine("dc01", 4)] }, "10.1.2.3 may be dc01, which is critical"],
  ["an ordinary account", "disable-account", "account", "CORP\\j.martin", {}, undefined],
  ["a privileged account", "disable-account", "account", "adm", { accounts: ["privileged"] }, "adm is a privileged account"],
  ["an account where none is registered", "disable-account", "account", "adm", { hasAccounts: false }, "The CMDB has no accounts: nobody knows whether adm is privileged"],
  ["an account of a machine that nobody knows", "disable-account", "account", "CORP\\DC01$", {}, "The CMDB does not know CORP\\DC01$"],
  ["what is done on a critical machine", "disable-account", "account", "local", { machines: [machine("dc01", 4)] }, "local may be dc01, which is critical"],
  ["a retired machine", "isolate-host", "asset", "PC-1", { machines: [machine("PC-1", 1, true)] }, "PC-1 is retired in the CMDB"],
])("%s", (_, action, ...[kind, name, meant, why]) => expect(barredBy({ action, target: { kind, name } }, { ...nothing, ...meant })).toBe(why));

test("no critical machine among those meant is ever free", () => {
  const machines = fc.array(fc.record({ name: fc.string(), criticality: fc.integer({ min: 1, max: 4 }), isRetired: fc.boolean() }), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(machines, fc.constantFrom("asset" as const, "account" as const, "indicator" as const), fc.string(), (all, kind, name) => {
    const free = barredBy({ action: "block-address", target: { kind, name } }, { ...nothing, machines: all }) === undefined;
    expect(free && all.some(({ criticality }) => criticality === 4)).toBe(false);
  }));
});

test.each([["CORP\\J.Martin", "j.martin", false], ["j.martin@corp.example", "j.martin", false], ["DC01$", "dc01$", true], ["CORP\\dc01$", "dc01$", true], ["", "", false], ["a$b", "a$b", false]] as const)("the account %s", (name, bare, isMachine) => {
  expect(bareAccount(name)).toBe(bare);
  expect(isMachineAccount(name)).toBe(isMachine);
});
