import { expect } from "vitest";
import { RemoteError } from "../../../src/outbound/index.ts";
import type { Stage } from "./stage.ts";

/** Tickets that end elsewhere, or were never there. */
export const endTests = {
  "a merged ticket leads to the other": async (stage: Stage) => {
    const { connector, other } = stage;
    const { id } = await stage.made();
    const { id: into } = await stage.made();
    await other.person.merge?.(id, into);
    expect(await connector.read(id)).toEqual({ found: "merged", into });
    expect((await connector.read(into)).found).toBe("yes");
  },

  "a removed ticket is gone": async (stage: Stage) => {
    const { connector, other } = stage;
    const { id } = await stage.made();
    await other.person.remove?.(id);
    expect((await connector.read(id)).found).toBe("no");
  },

  "an id that never was is gone": async ({ connector }: Stage) => {
    for (const id of ["999999999", "0", "-1", "../../etc", "1?x=1#", "' or 1=1", ""]) {
      const found = await connector.read(id).then((reading) => reading.found, (error: unknown) => {
        expect(error, `reading ${id}`).toBeInstanceOf(RemoteError);
        return "no";
      });
      expect(found, `reading ${id}`).toBe("no");
    }
  },
};
