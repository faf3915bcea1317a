/** Prints figures as JSON, or as lines for people. */
export function report(figures: Readonly<Record<string, unknown>>, asJson: boolean): void {
  const rounded = JSON.parse(JSON.stringify(figures, (_, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(4)) : value))) as Record<string, unknown>;
  if (asJson) console.log(JSON.stringify(rounded));
  else for (const [name, value] of Object.entries(rounded)) console.log(`${name.padEnd(24)} ${JSON.stringify(value, undefined, 2)}`);
}
