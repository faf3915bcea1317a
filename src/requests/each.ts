/** Does the work for each, `width` at a time; one that fails keeps no other from its turn, and is told at the end. */
export async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>, width = 1): Promise<void> {
  const errors: unknown[] = [];
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item).catch((error: unknown) => errors.push(error));
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${items.length} failed`);
}
