// Every kind of connector, by its name.
import type { AnyConnectorKind } from "./connector.ts";

/** All kinds, in the order in which they are offered. */
export const KINDS: readonly AnyConnectorKind[] = [];
