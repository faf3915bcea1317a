// Every kind of connector, by its name.
import type { ConnectorKind } from "./connector.ts";

/** All kinds, in the order in which they are offered. */
export const KINDS: readonly ConnectorKind<never>[] = [];
