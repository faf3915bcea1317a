import { readFile } from "node:fs/promises";
import { load } from "js-yaml";

/** Records to put to the rules of a file, and whether these must match. */
export type TestCase = {
  readonly about: string;
  readonly mustMatch: boolean;
  /** How often a correlation must fire; undefined for a file of plain rules. */
  readonly fires: number | undefined;
  /** Objects as the product writes them in JSON, or lines of text. */
  readonly records: readonly (object | string)[];
  /** The name of the file that the lines stand in, which may tell what they are. */
  readonly file: string;
};

/** Reads `<rule>.events.yml`; a text says what is wrong with it. */
export async function readCases(rulePath: string): Promise<readonly TestCase[] | string> {
  const path = rulePath.replace(/\.ya?ml$/, ".events.yml");
  let content: unknown;
  try {
    content = load(await readFile(path, "utf8"));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return isMissing ? `${rulePath}: no events beside it; write ${path} with "match" and "no_match"` : `${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
  const { match, no_match: noMatch } = (content ?? {}) as Record<string, unknown>;
  if (!Array.isArray(match) || !Array.isArray(noMatch) || match.length === 0 || noMatch.length === 0) {
    return `${path}: give at least one event under "match" and one under "no_match"`;
  }
  const cases = [...match.map((one) => readCase(one, true)), ...noMatch.map((one) => readCase(one, false))];
  const wrong = cases.findIndex((one) => one === undefined);
  return wrong < 0 ? (cases as TestCase[]) : `${path}: case ${wrong + 1} needs one of event, events, line or lines`;
}

function readCase(value: unknown, mustMatch: boolean): TestCase | undefined {
  const { about, event, events, line, lines, file, fires } = (value ?? {}) as Record<string, unknown>;
  const records = [event, line].filter((one) => one !== undefined).concat(...[events, lines].filter((one) => Array.isArray(one))) as unknown[];
  if (records.length === 0 || !records.every(isRecord)) return undefined;
  return {
    about: typeof about === "string" ? about : "",
    mustMatch,
    fires: mustMatch ? (typeof fires === "number" ? fires : undefined) : 0,
    records,
    file: typeof file === "string" ? file : "events",
  };
}

const isRecord = (value: unknown): value is object | string => typeof value === "string" || (typeof value === "object" && value !== null);
