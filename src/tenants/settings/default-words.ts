// Names and criteria of the defaults, in both languages.
import type { IncidentCategory } from "../../contract/setting-parts.ts";
import type { SettingDocument } from "../../contract/settings.ts";

/** Four levels after the classes of ISO/IEC 27035-2, annex C, the most severe first. */
export const SEVERITY_LEVELS: SettingDocument<"severity-scale">["levels"] = [
  {
    key: "critical",
    name: { en: "Critical", fr: "Critique" },
    criteria: {
      en: "Especially important systems, data or business processes are hit or about to be: loss of control of the directory, spread over the network, theft or destruction of sensitive data, stop of an essential activity.",
      fr: "Des systèmes, données ou activités essentiels sont touchés ou sur le point de l'être : perte de maîtrise de l'annuaire, propagation dans le réseau, vol ou destruction de données sensibles, arrêt d'une activité essentielle.",
    },
  },
  {
    key: "high",
    name: { en: "High", fr: "Majeure" },
    criteria: {
      en: "An important system or a privileged account is compromised, or an attack goes on that may reach essential systems; an activity is hampered.",
      fr: "Un système important ou un compte à privilèges est compromis, ou une attaque en cours peut atteindre des systèmes essentiels ; une activité est perturbée.",
    },
  },
  {
    key: "medium",
    name: { en: "Medium", fr: "Significative" },
    criteria: {
      en: "An ordinary system or account is hit, without spread and without effect on an activity; or a breach of the security policy with limited consequences.",
      fr: "Un système ou un compte ordinaire est touché, sans propagation ni effet sur une activité ; ou un manquement à la politique de sécurité aux conséquences limitées.",
    },
  },
  {
    key: "low",
    name: { en: "Low", fr: "Mineure" },
    criteria: {
      en: "An attempt that failed, or an anomaly without effect that should be corrected.",
      fr: "Une tentative sans succès, ou une anomalie sans effet qu'il convient de corriger.",
    },
  },
];

/** The nine categories of PDIS IV.2.1.b. */
export const FEARED_INCIDENTS: readonly { readonly category: IncidentCategory; readonly name: { readonly en: string; readonly fr: string } }[] = [
  { category: "vulnerability-exploitation", name: { en: "Exploitation of a vulnerability", fr: "Exploitation d'une vulnérabilité" } },
  { category: "privilege-escalation", name: { en: "Privilege escalation", fr: "Élévation de privilèges" } },
  { category: "data-exfiltration", name: { en: "Exfiltration of data", fr: "Exfiltration de données" } },
  { category: "malware-spread", name: { en: "Spread of malware", fr: "Propagation virale" } },
  { category: "persistence", name: { en: "Persistence of an attacker", fr: "Persistance d'un attaquant" } },
  { category: "denial-of-service", name: { en: "Denial of service", fr: "Déni de service" } },
  { category: "unauthorised-access", name: { en: "Unauthorised access", fr: "Accès non autorisé" } },
  { category: "identity-theft", name: { en: "Theft of an identity", fr: "Usurpation d'identité" } },
  { category: "policy-breach", name: { en: "Breach of the security policy", fr: "Non-respect de la politique de sécurité" } },
];
