import { readSamples, readShippedTechnologies, SHIPPED_TECHNOLOGIES } from "../src/packs/index.ts";
import { accountFor, type TechnologyAccount } from "../src/cli/technology-account.ts";

// Any day behind the samples, so that the page is the same whenever it is made.
const LATEST_MS = Date.UTC(2027, 0, 1);

type Accounted = { readonly technology: Awaited<ReturnType<typeof readShippedTechnologies>>[number]; readonly account: TechnologyAccount };

async function accounts(): Promise<readonly Accounted[]> {
  const technologies = await readShippedTechnologies();
  return Promise.all(technologies.map(async (technology) => {
    const samples = [...(await readSamples(SHIPPED_TECHNOLOGIES, technology.name)).values()].flat();
    return { technology, account: accountFor(technology, technologies, samples, LATEST_MS) };
  }));
}

// Two files are made of them.
let made: Promise<readonly Accounted[]> | undefined;
const accountsOnce = (): Promise<readonly Accounted[]> => (made ??= accounts());

/** content/technology-figures.json: the same figures, as the API tells them. */
export async function technologyFigures(): Promise<string> {
  const figures = (await accountsOnce()).map(({ technology: { name }, account: { families, ecsFields, tests, recognised, categorised } }) => [name, { families, ecsFields, samples: tests, recognised, categorised }] as const);
  return `${JSON.stringify(Object.fromEntries(figures), undefined, 1)}\n`;
}

/** docs/technology-list.md: what is understood, as `vigie technologies` tells it. */
export async function technologyReference(): Promise<string> {
  const rows: string[] = [];
  for (const { technology, account: { title, formats, families, ecsFields, tests, recognised } } of await accountsOnce()) {
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
