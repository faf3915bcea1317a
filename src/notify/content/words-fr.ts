import type { Words } from "./words.ts";

/** What notifications say in French. */
export const FRENCH: Words = {
  events: {
    "alert-escalated": "Une alerte attend votre réponse", "incident-opened": "Un incident a été ouvert", "incident-severity-changed": "La gravité d’un incident a changé", "containment-advised": "Nous vous conseillons de contenir un incident",
    "action-taken": "Une action a été menée pour vous", "incident-closed": "Un incident a été clos", "major-incident": "Un incident majeur requiert votre intervention", "source-silent": "Une source de journaux est muette", "rule-failed": "Une règle n’a pas pu être mise en service",
    "service-degraded": "Le service est dégradé", "question-asked": "Une question attend votre réponse", "question-answered": "Votre question a reçu une réponse", "message-shared": "Il y a un nouveau message", "approval-asked": "Votre décision est attendue",
    "request-sent": "Une demande attend votre équipe", "request-claimed-done": "Une demande est déclarée faite", "request-refused": "Une demande a été refusée", "request-reopened": "Une demande a été rouverte", "suspicion-declared": "Une suspicion a été déclarée",
    "escalation-answered": "Le client a répondu", "escalation-unanswered": "Le client ne répond pas : appelez qui décide chez lui", "call-to-make": "Quelqu’un est à appeler", "assigned-to-you": "Une alerte vous a été attribuée", "watched-changed": "Une alerte que vous suivez a changé", "clock-warned": "Une échéance approche", "clock-breached": "Une échéance est dépassée", "channel-test": "Test de ce moyen de notification",
  },
  labels: { ref: "Référence", severity: "Gravité", category: "Type", at: "Heure", perimeter: "Périmètre", due: "Réponse avant", link: "Lire et répondre", code: "Code à saisir dans le portail" },
  categories: {
    "vulnerability-exploitation": "Exploitation d’une vulnérabilité", "privilege-escalation": "Élévation de privilèges", "data-exfiltration": "Exfiltration de données", "malware-spread": "Propagation de code malveillant", persistence: "Persistance",
    "denial-of-service": "Déni de service", "unauthorised-access": "Accès non autorisé", "identity-theft": "Usurpation d’identité", "policy-breach": "Non-respect de la politique de sécurité", other: "Autre",
  },
  closing: "Ce message n’en dit volontairement pas plus : le reste est dans le portail, derrière votre authentification. Ouvrir le lien ne décide de rien.",
  locale: "fr-FR",
};
