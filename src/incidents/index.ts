// The door of incidents: what both sides handle together. docs/incidents.md.
export { linkAlerts, unlinkAlerts } from "./alerts/link.ts";
export { findIncident, type IncidentFacts, incidentFacts } from "./find.ts";
export { type Incident, ORIGINS, type Origin, type Owner, type OwnerSide, PAP, type Pap, SEVERITY_FACTORS, type SeverityReasons, TLP, type Tlp, type Waiting } from "./incident.ts";
export { type IncidentToOpen, openIncident } from "./open.ts";
export { ENTITY_ROLES, INDICATOR_TYPES, INDICATOR_VERDICTS, type Part, PART_KINDS, type PartDocuments, type PartKind, type PartToAdd } from "./parts/part.ts";
export { addPart, addParts, changePart, removePart } from "./parts/parts.ts";
export type { IncidentsDb } from "./repo.ts";
export { changeSeverity, needsLessons } from "./severity.ts";
export { type Stage, STAGES, stagesFrom, stepBetween, type Step } from "./stage.ts";
export { setStage } from "./verbs/stage.ts";
export { setWaiting, type WaitingToSet } from "./verbs/waiting.ts";
