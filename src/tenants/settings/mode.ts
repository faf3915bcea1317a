import type { Mode } from "../../contract/setting-kinds.ts";
import type { IncidentCategory } from "../../contract/setting-parts.ts";
import type { SettingDocuments } from "./setting.ts";

/** Which side handles an incident: what the matrix says of it, else its default. */
export function modeFor(settings: Pick<SettingDocuments, "mode-matrix">, category: IncidentCategory, severity: string): Mode {
  const { cells, default: otherwise } = settings["mode-matrix"];
  return cells.find((cell) => cell.category === category && cell.severity === severity)?.mode ?? otherwise;
}
