// What the platform understands, as a table.
import { readSamples, readShippedTechnologies, SHIPPED_TECHNOLOGIES } from "../packs/index.ts";
import { EXIT, parseOptions, type Command, type Terminal } from "./command.ts";
import { accountFor, type TechnologyAccount } from "./technology-account.ts";
import { amount, column } from "./terminal-text.ts";

const USAGE = `usage: vigie technologies [--json]

Lists the technologies that are understood: what their records are written in, message families that the mapping tells
apart, ECS fields that their samples fill, samples with an expected event, the share of samples recognised without a label,
and the share whose event says what kind of thing happened.

  vigie technologies check [DIR]      what is wrong in mappings, with file and line
  vigie technologies gaps PATH…       what records hold that no mapping reads`;

export const technologies: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseOptions(args, { json: { type: "boolean" } });
  const all = await readShippedTechnologies();
  const latestMs = Date.now();
  const accounts: TechnologyAccount[] = [];
  for (const technology of all) {
    const samples = [...(await readSamples(SHIPPED_TECHNOLOGIES, technology.name)).values()].flat();
    accounts.push(accountFor(technology, all, samples, latestMs));
  }
  if (values.json === true) terminal.out.write(accounts.map((account) => `${JSON.stringify(account)}\n`).join(""));
  else terminal.out.write(tableOf(accounts));
  return EXIT.done;
}

function tableOf(accounts: readonly TechnologyAccount[]): string {
  const width = Math.max(...accounts.map(({ technology }) => technology.length), 10);
  const formats = Math.min(Math.max(...accounts.map((account) => account.formats.join(", ").length), 7), 40);
  const row = (cells: readonly [string, string, string, string, string, string, string]): string =>
    `${column(cells[0], width)}  ${column(cells[1], formats)}  ${cells.slice(2).map((cell) => cell.padStart(9)).join("")}\n`;
  const percent = (part: number): string => `${Math.round(part * 100)} %`;
  const lines = accounts.map((one) => row([one.technology, one.formats.join(", "), String(one.families), String(one.ecsFields), String(one.tests), percent(one.recognised), percent(one.categorised)]));
  const tests = accounts.reduce((sum, one) => sum + one.tests, 0);
  return `${row(["TECHNOLOGY", "FORMATS", "FAMILIES", "ECS", "TESTS", "KNOWN", "CATEGORY"])}${lines.join("")}${amount(accounts.length, "technology", "technologies")}, ${amount(tests, "sample event")}\n`;
}
