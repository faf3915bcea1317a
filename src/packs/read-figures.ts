import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where `npm run gen` keeps what each shipped technology understands, measured on its samples. */
const TECHNOLOGY_FIGURES = join(import.meta.dirname, "../../content/technology-figures.json");

/** What a technology understands. */
export type TechnologyFigures = {
  /** Message families that its mapping tells apart. */
  readonly families: number;
  /** ECS fields that its samples fill. */
  readonly ecsFields: number;
  /** Sample records whose event is kept as expected by the tests. */
  readonly samples: number;
  /** Share of the samples that are recognised without a label, 0–1. */
  readonly recognised: number;
  /** Share of the samples whose event says what kind of thing happened, 0–1. */
  readonly categorised: number;
};

/** The figures of the shipped technologies by name. */
export async function readTechnologyFigures(): Promise<ReadonlyMap<string, TechnologyFigures>> {
  return new Map(Object.entries(JSON.parse(await readFile(TECHNOLOGY_FIGURES, "utf8")) as Readonly<Record<string, TechnologyFigures>>));
}
