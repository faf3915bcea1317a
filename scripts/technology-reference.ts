import { readSamples, readShippedTechnologies, SHIPPED_TECHNOLOGIES } from "../src/packs/index.ts";
import { accountFor } from "../src/cli/technology-account.ts";

// Any day behind the samples, so that the page is the same whenever it is made.
const LATEST_MS = Date.UTC(2027, 0, 1);

/** docs/technology-list.md: what is understood, as `vigie technologies` tells it. */
export async function technologyReference(): Promise<string> {
  const technologies = await readShippedTechnologies();
  const rows: string[] = [];
  for (const technology of technologies) {
    const samples = [...(await readSamples(SHIPPED_TECHNOLOGIES, technology.name)).values()].flat();
    const { title, formats, families, ecsFields, tests, recognised } = accountFor(technology, technologies, samples, LATEST_MS);
    const others = technology.aka.map((name) => `\`${name}\``).join(", ");
    rows.push(`| \`${technology.name}\` | ${title} | ${formats.join(", ")} | ${families} | ${ecsFields} | ${tests} | ${Math.round(recognised * 100)} % | ${others} |`);
  }
  return `# The list of technologies

Made by \`npm run gen\` from \`content/technologies/\`; \`vigie technologies\` prints the same. Families are the codes, channels and
conditions that a mapping tells apart; fields are the ECS fields that its own samples fill; known is the share of samples that
are recognised without a label.

| technology | what | formats | families | fields | samples | known | others call it |
|---|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}
