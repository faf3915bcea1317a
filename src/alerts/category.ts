// What kind of incident ATT&CK's words suggest: a guess that an analyst confirms.
import type { IncidentCategory } from "../contract/setting-parts.ts";

// What a technique says counts before what its tactic says.
const BY_TECHNIQUE: readonly (readonly [RegExp, IncidentCategory])[] = [
  [/^T149[89]/, "denial-of-service"], [/^T1190|^T1210|^T1203|^T1068/, "vulnerability-exploitation"], [/^T1486|^T1080|^T1091|^T1570/, "malware-spread"], [/^T1078|^T1110|^T1556|^T1558/, "identity-theft"],
];

// The worst first: of several tactics the one that stands first counts.
const BY_TACTIC: readonly (readonly [string, IncidentCategory])[] = [
  ["exfiltration", "data-exfiltration"], ["impact", "malware-spread"], ["lateral-movement", "unauthorised-access"], ["credential-access", "identity-theft"], ["privilege-escalation", "privilege-escalation"],
  ["command-and-control", "malware-spread"], ["collection", "data-exfiltration"], ["persistence", "persistence"], ["execution", "malware-spread"], ["initial-access", "unauthorised-access"],
];

/** The category of techniques (T1003.001) and tactics (credential-access); `other` where they say nothing. */
export function categoryOf(techniques: readonly string[], tactics: readonly string[]): IncidentCategory {
  const byTechnique = BY_TECHNIQUE.find(([pattern]) => techniques.some((technique) => pattern.test(technique)));
  return byTechnique?.[1] ?? BY_TACTIC.find(([tactic]) => tactics.includes(tactic))?.[1] ?? "other";
}
