// The other sides that a process speaks to: each is opened once, so that its session and its budget are one.
import type { Connector, AnyConnectorKind } from "../../connectors/connector.ts";
import { createSlots } from "../../slots.ts";
import { type ConnectorDeps, kindOf, openConnector, type StoredConnector } from "./connector.ts";

export type OpenConnectors = {
  /** Opens a connector as it is stored; again the same, until somebody changes it. */
  readonly open: (stored: StoredConnector) => Connector;
  readonly kindOf: (name: string) => AnyConnectorKind;
  /** Does the work with a file in memory, in its turn. */
  readonly oneFile: <T>(work: () => Promise<T>) => Promise<T>;
  /** Nothing new is begun from now on: the process is to end soon. */
  readonly drain: () => void;
  readonly isDraining: () => boolean;
  readonly close: () => Promise<void>;
};

// Files that are in memory at once, each as long as the settings allow: 16 MB at most.
const FILES_AT_ONCE = 3;

type Open = { readonly version: number; readonly connector: Connector };

export function createConnectors(deps: ConnectorDeps): OpenConnectors {
  const all = new Map<string, Open>();
  const files = createSlots(FILES_AT_ONCE);
  let isDraining = false;
  const letGo = async ({ connector }: Open): Promise<void> => connector.close?.().catch(() => {});
  return {
    open(stored) {
      const place = `${stored.tenant} ${stored.id}`;
      const known = all.get(place);
      if (known?.version === stored.version) return known.connector;
      if (known !== undefined) void letGo(known);
      const connector = openConnector(deps, stored);
      all.set(place, { version: stored.version, connector });
      return connector;
    },
    async oneFile(work) {
      const slot = await files.enter("files");
      try {
        return await work();
      } finally {
        slot.leave();
      }
    },
    drain: () => { isDraining = true; },
    isDraining: () => isDraining,
    kindOf: (name) => kindOf(deps, name),
    async close() {
      await Promise.all([...all.values()].map(letGo));
      all.clear();
    },
  };
}
