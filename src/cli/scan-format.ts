import type { Formatter, Look } from "./format.ts";
import { csv } from "./format-csv.ts";
import { table } from "./format-table.ts";

export const FORMATS = ["table", "jsonl", "csv"] as const;

export function formatter(format: (typeof FORMATS)[number], look: Look): Formatter {
  switch (format) {
    case "jsonl": return { add: (detections) => detections.map((one) => `${JSON.stringify(one)}\n`).join(""), end: () => "" };
    case "csv": return csv();
    case "table": return table(look);
  }
}
