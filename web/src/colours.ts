import type { MantineColorScheme, MantineColorSchemeManager } from "@mantine/core";

/** The scheme is the person's choice, which the server keeps: nothing stays in the browser. */
export function createColours(): MantineColorSchemeManager {
  let now: MantineColorScheme | undefined;
  return { get: (otherwise) => now ?? otherwise, set: (scheme) => { now = scheme; }, subscribe: () => undefined, unsubscribe: () => undefined, clear: () => { now = undefined; } };
}
