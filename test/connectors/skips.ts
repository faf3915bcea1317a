// What a connector is not asked by the contract suite although it says that it can, and why. docs/connectors shows it.
import type { Skips } from "./suite/tests.ts";

/** By the kind of connector. */
export const SKIPS: Readonly<Record<string, Skips>> = {};
