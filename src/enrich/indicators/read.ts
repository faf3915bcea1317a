import type { ImportIndicators } from "../../contract/indicators.ts";
import { DomainError } from "../../core/index.ts";
import type { Read } from "./indicator.ts";
import { readCsv } from "./read-csv.ts";
import { readMisp } from "./read-misp.ts";
import { readStix } from "./read-stix.ts";

/** Reads a file of indicators. Throws where it is not of its format at all. */
export function readIndicators({ format, file, mapping }: Pick<ImportIndicators, "format" | "file" | "mapping">): Read {
  if (format === "csv") return readCsv(file, mapping);
  const value = jsonOf(file);
  return format === "misp" ? readMisp(value) : readStix(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text) as unknown;
  } catch (error) {
    throw new DomainError("invalid", `The file is no JSON: ${error instanceof Error ? error.message.slice(0, 200) : ""}.`);
  }
}
