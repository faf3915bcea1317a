// English and French say the same things. That no component says anything outside of them, scripts/check-style.ts checks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = import.meta.dirname;
const namespaces = readdirSync(join(FOLDER, "en")).toSorted();

type Texts = { readonly [name: string]: string | Texts };
const read = (language: string, file: string): Texts => JSON.parse(readFileSync(join(FOLDER, language, file), "utf8")) as Texts;

const flat = (texts: Texts, before = ""): [name: string, text: string][] =>
  Object.entries(texts).flatMap(([name, text]) => (typeof text === "string" ? [[`${before}${name}`, text] as [string, string]] : flat(text, `${before}${name}.`)));

// Languages have other plural forms: their names are compared without them.
const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const names = (texts: Texts): string[] => [...new Set(flat(texts).map(([name]) => name.replace(PLURAL, "")))].toSorted();
const values = (texts: Texts): Record<string, string[]> => {
  const found: Record<string, string[]> = {};
  for (const [name, text] of flat(texts)) found[name.replace(PLURAL, "")] = [...new Set([...(found[name.replace(PLURAL, "")] ?? []), ...(text.match(/\{\{\s*\w+/g) ?? [])])].toSorted();
  return found;
};

test("the same files", () => expect(readdirSync(join(FOLDER, "fr")).toSorted()).toEqual(namespaces));

test.each(namespaces)("%s says the same in both", (file) => {
  expect(names(read("fr", file))).toEqual(names(read("en", file)));
  const [english, french] = [values(read("en", file)), values(read("fr", file))];
  for (const [name, wanted] of Object.entries(english)) expect({ name, values: french[name] }).toEqual({ name, values: wanted });
});

test.each(namespaces)("%s has all plural forms", (file) => {
  for (const [language, forms] of [["en", ["one", "other"]], ["fr", ["one", "many", "other"]]] as const) {
    const all = new Map(flat(read(language, file)));
    for (const name of all.keys()) if (PLURAL.test(name)) for (const form of forms) expect(all.has(name.replace(PLURAL, `_${form}`)), `${language}/${file}: ${name.replace(PLURAL, `_${form}`)}`).toBe(true);
  }
});

// Single words may be the same in both languages; these are names.
const SAME = /^(?:[\d\s\p{P}\p{S}]*|Vigie|.{0,3}|(?:TLP|PAP|CSV|JSON|YAML|CMDB|ITSM|ATT&CK|Sigma|SOC|UTC|SHA).*)$/u;

test.each(namespaces)("%s is translated", (file) => {
  const french = new Map(flat(read("fr", file)));
  const same = flat(read("en", file)).filter(([name, text]) => french.get(name) === text && text.replaceAll(/\{\{.*?\}\}|[\p{P}\p{S}]/gu, " ").trim().includes(" ") && !SAME.test(text));
  expect(same).toEqual([]);
});
