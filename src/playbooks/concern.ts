// What an incident is about, as playbooks are chosen by it. Pure.
import type { IncidentFacts } from "../incidents/index.ts";
import type { Concern } from "./propose.ts";

export function concernOf({ incident, alerts, parts }: IncidentFacts): Concern {
  const named = parts.flatMap((part) => (part.kind === "technique" && part.removed === null ? [part.document.technique.toUpperCase()] : []));
  return { techniques: unique([...named, ...alerts.flatMap(({ techniques }) => techniques)]), tactics: unique(alerts.flatMap(({ tactics }) => tactics)), category: incident.category };
}

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)].toSorted();
