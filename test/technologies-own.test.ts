// Technologies of an organisation's own, beside the shipped ones: `vigie technologies check`, `vigie parse --mappings`, and
// the setting `technologies`.
import { expect, test } from "vitest";
import { join } from "node:path";
import { withTree } from "../scripts/tree.ts";
import { understandingOf } from "../src/roles/index.ts";
import { vigie } from "./cli/vigie.ts";

const MAPPING = `technology: acme-gate
title: Acme Gate
reads:
  - program: acmegate
    extract: {from: message, patterns: "{user} entered {door}"}
sections:
  - set: {event.kind: event, event.category: [host], event.type: [access]}
    fields: {user.name: user, event.action: {value: entered}}
  - when: {door: vault}
    set: {event.severity: 3}
`;
const LINE = "<13>Mar 10 08:00:00 gate-01 acmegate: jo entered hall\n";
const TREE = { "own/acme-gate/mapping.yml": MAPPING, "own/acme-gate/samples/gate.log": LINE, "docker-compose.yml": "x: [", "in.log": LINE };

const parsed = (folder: string, ...args: readonly string[]) => {
  const { out, err, status } = vigie(folder, ["parse", ...args, "in.log"]);
  return { status, err, answers: out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as { readonly technology?: string; readonly event?: { readonly user?: unknown; readonly event?: { readonly severity?: number } } }) };
};

test("own technologies are understood beside the shipped ones, from a folder of several or from one's own", () =>
  withTree(TREE, (folder) => {
    expect(parsed(folder).answers).not.toMatchObject([{ technology: "acme-gate" }]);
    for (const own of ["own", "own/acme-gate"]) expect(parsed(folder, "--mappings", own).answers).toMatchObject([{ technology: "acme-gate", event: { user: { name: "jo" } } }]);
    expect(parsed(folder, "--mappings", "own", "--technology", "acme-gate").answers).toMatchObject([{ technology: "acme-gate" }]);
  }));

test("one of the same name stands in the place of what is before it", () =>
  withTree({ ...TREE, "later/acme-gate/mapping.yml": MAPPING.replace("[host]", "[host]").replace("entered}", "came-in}") }, (folder) => {
    expect(parsed(folder, "--mappings", "own", "--mappings", "later").answers).toMatchObject([{ event: { event: { action: "came-in" } } }]);
  }));

test("one that cannot be used is refused with all that is wrong", () =>
  withTree({ ...TREE, "own/acme-gate/mapping.yml": MAPPING.replace("event.kind: event", "event.kind: evnt").replace("user.name", "user.nam") }, (folder) => {
    const { status, err } = parsed(folder, "--mappings", "own");
    expect(status).toBe(2);
    expect(err).toContain("own/acme-gate/mapping.yml:7:11: sections.0.set.event.kind: event.kind is never \"evnt\" in ECS. Write one of alert, ");
    expect(err).toContain("own/acme-gate/mapping.yml:8:14: sections.0.fields.user.nam: ECS has no field user.nam");
    expect(parsed(folder, "--mappings", "nowhere").err).toContain("nowhere cannot be read as a folder of technologies");
  }));

test("check takes a folder of several, or one's own, and tells sections without a sample", () =>
  withTree(TREE, (folder) => {
    for (const own of ["own", "own/acme-gate", "own/acme-gate/"]) {
      const { out, status } = vigie(folder, ["technologies", "check", own]);
      expect(out).toBe("own/acme-gate/mapping.yml:9:5: no sample is for this section\n    Write a record under samples/ that it is for, or take the section out.\n1 technology with 1 sample checked, 0 wrong, 1 section without a sample\n");
      expect(status).toBe(0);
    }
  }));

test("check tells types that ECS does not expect of an event's categories, which its sections give apart", () =>
  withTree({ ...TREE, "own/acme-gate/mapping.yml": `${MAPPING}  - add: {event.type: [denied]}\n` }, (folder) => {
    const { out, status } = vigie(folder, ["technologies", "check", "own"]);
    expect(out).toContain("acme-gate/samples/gate.log:1:1: the event's type is denied, which ECS does not expect of host\n");
    expect(status).toBe(1);
  }));

test("the roles read events with the folders of the configuration, and do not start with one that cannot be used", () =>
  withTree(TREE, async (folder) => {
    const { technologies } = await understandingOf({ tenants: [], technologies: [join(folder, "own")] });
    expect(technologies.map(({ name }) => name)).toEqual(expect.arrayContaining(["acme-gate", "sshd"]));
    await expect(understandingOf({ tenants: [], technologies: [join(folder, "in.log")] })).rejects.toThrow("cannot be read as a folder of technologies");
    await withTree({ "own/acme-gate/mapping.yml": MAPPING.replace("program:", "programme:") }, async (broken) => {
      await expect(understandingOf({ tenants: [], technologies: [join(broken, "own")] })).rejects.toThrow(/own\/acme-gate\/mapping\.yml:4:5: reads\.0\.programme: there is no "programme" here\. Use one of/);
    });
  }));

test("gaps names the fields that a mapping never asks for, and not those that it makes something of", () =>
  withTree(
    {
      "own/acme-gate/mapping.yml": "technology: acme-gate\nreads:\n  - names: [acme, door]\nsections:\n  - set: {event.category: [host]}\n    when: {level: high}\n    fields: {event.action: {from: [door, gate], lower: true}, user.name: \"people[kind=guest].name\"}\n",
      "in.json": '{"acme":1,"door":"North","level":"high","people":[{"kind":"guest","name":"jo","badge":7}],"colour":"red"}\n',
    },
    (folder) => {
      const { out } = vigie(folder, ["technologies", "gaps", "--mappings", "own", "--json", "in.json"]);
      expect((JSON.parse(out) as { readonly unmapped: readonly { readonly name: string }[] }).unmapped.map(({ name }) => name)).toEqual(["acme", "colour", "people.badge", "people.kind"]);
    },
  ));
