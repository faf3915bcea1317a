// What a score is made of, read from detections. Joining facts is the same in any order.
import type { KeptDetection } from "../../detections/index.ts";
import { type Level, LEVELS } from "../level.ts";
import { textsAt, valueAt } from "../values.ts";

export type ScoreFacts = {
  /** The highest that a rule names; null: none does, and what that means is decided when it is read. */
  readonly level: Level | null;
  /** Of the most critical machine involved: 1 low to 4 critical; 0: nobody knows it. */
  readonly criticality: number;
  /** What the most critical machine is, for the sentence. */
  readonly place: "domain-controller" | "server" | "workstation" | "network_device" | "machine" | null;
  readonly isPrivileged: boolean;
  readonly isExposed: boolean;
  readonly isIndicator: boolean;
  /** A word of the CMDB that says that the machine's own state is weak. */
  readonly weakness: string | null;
  /** First time of this rule on this entity within the days that are looked back. */
  readonly isFirst: boolean;
};

// Tags by which inventories mark machines whose patching or hardening is behind.
const WEAK_TAGS = ["vulnerable", "unpatched", "end-of-life", "obsolete"];
const CONTROLLER = /^(?:tier-?0|dc|domain[ _-]?controllers?|contr[oô]leurs?[ _-]de[ _-]domaine)$/i;

/** The facts of one detection. */
export function scoreFactsOf({ level, context }: Pick<KeptDetection, "level" | "context">): ScoreFacts {
  const ends = ["host", "destination", "source"];
  const criticality = valueAt(context, "asset.criticality");
  const most = typeof criticality === "number" && criticality >= 1 && criticality <= 4 ? Math.floor(criticality) : 0;
  const end = ends.find((one) => valueAt(context, `${one}.asset.criticality`) === most);
  const tags = ends.flatMap((one) => textsAt(context, `${one}.asset.tags`)).map((tag) => tag.toLowerCase());
  return {
    level,
    criticality: most,
    place: end === undefined ? null : placeOf(context, end),
    isPrivileged: textsAt(context, "user.interest").includes("privileged"),
    isExposed: ["host", "destination"].some((one) => textsAt(context, `${one}.asset.exposure`).includes("internet")),
    isIndicator: textsAt(context, "threat.indicator.name").length > 0,
    weakness: WEAK_TAGS.find((tag) => tags.includes(tag)) ?? null,
    isFirst: false,
  };
}

/** The facts of both together. */
export function joinFacts(a: ScoreFacts, b: ScoreFacts): ScoreFacts {
  const first = a.criticality > b.criticality || (a.criticality === b.criticality && (a.place ?? "~") <= (b.place ?? "~")) ? a : b;
  const weak = [a.weakness, b.weakness].filter((one) => one !== null).toSorted();
  return {
    level: higherOf(a.level, b.level),
    criticality: first.criticality,
    place: first.place,
    isPrivileged: a.isPrivileged || b.isPrivileged,
    isExposed: a.isExposed || b.isExposed,
    isIndicator: a.isIndicator || b.isIndicator,
    weakness: weak[0] ?? null,
    isFirst: a.isFirst || b.isFirst,
  };
}

const higherOf = (a: Level | null, b: Level | null): Level | null => (a === null ? b : b === null ? a : LEVELS.indexOf(a) >= LEVELS.indexOf(b) ? a : b);

function placeOf(context: KeptDetection["context"], end: string): NonNullable<ScoreFacts["place"]> {
  const words = ["tags", "services"].flatMap((list) => textsAt(context, `${end}.asset.${list}`));
  if (words.some((word) => CONTROLLER.test(word))) return "domain-controller";
  const [kind] = textsAt(context, `${end}.asset.kind`);
  return kind === "server" || kind === "workstation" || kind === "network_device" ? kind : kind === "virtual_machine" ? "server" : "machine";
}
