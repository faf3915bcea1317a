// Where followed files were read to: one small file a source in the data directory, replaced as a whole.
import { mkdir, readFile, rename, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Position, SourceRef, TailState } from "../sources/index.ts";

/** The positions of one source. */
export function tailPositions(data: string, { tenant, source }: SourceRef): TailState {
  const path = join(data, "tail", `${tenant}.${source}.json`);
  return {
    load: async () => {
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return "[]";
        throw error;
      });
      return JSON.parse(text) as readonly Position[];
    },
    save: async (positions) => {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(`${path}.new`, "w", 0o600);
      await file.writeFile(JSON.stringify(positions));
      // A name that points to nothing after a power cut would make every file be read again from its beginning.
      await file.sync();
      await file.close();
      await rename(`${path}.new`, path);
    },
  };
}
