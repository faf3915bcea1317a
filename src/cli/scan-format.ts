import type { Detection } from "../detect/index.ts";
import { csv } from "./format-csv.ts";
import { table } from "./format-table.ts";

export const FORMATS = ["table", "jsonl", "csv"] as const;

/** Turns detections into text: some as they come, some at the end. */
export type Formatter = { readonly add: (detections: readonly Detection[]) => string; readonly end: () => string };

/** `width` in columns; `colours` only where somebody will see them. */
export type Look = { readonly colours: boolean; readonly width: number };

export function formatter(format: (typeof FORMATS)[number], look: Look): Formatter {
  switch (format) {
    case "jsonl": return { add: (detections) => detections.map((one) => `${JSON.stringify(one)}\n`).join(""), end: () => "" };
    case "csv": return csv();
    case "table": return table(look);
  }
}
