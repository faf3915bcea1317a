/** What an incident may be, as src/contract/setting-parts.ts has it: that file brings its validator, which a page needs not. */
export const INCIDENT_CATEGORIES = [
  "vulnerability-exploitation", "privilege-escalation", "data-exfiltration", "malware-spread", "persistence",
  "denial-of-service", "unauthorised-access", "identity-theft", "policy-breach", "other",
] as const;
