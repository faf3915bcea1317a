// What arrived from each source and what became of it.
export { addDigests, type DigestLink, type KeptLink, lastDigest } from "./chain/repo.ts";
export { type Difference, linksOf, type Stores, type VerifyStep, verifyTenant } from "./chain/verify.ts";
export { Fill, type SourceDay } from "./fill.ts";
export { ahead, lagClass, lagPercentile } from "./lag.ts";
export { adopt, type AdoptDeps, type Adopted, type AdoptStep } from "./quarantine/adopt.ts";
export { type HandIn, handInTo } from "./quarantine/hand-in.ts";
export { type Onboarding, onboardingOf } from "./quarantine/onboarding.ts";
export type { LineReading } from "./quarantine/read-again.ts";
export { type QuarantinePlace, readChunk } from "./quarantine/read-chunk.ts";
export { reparse, type ReparseAsk, type ReparseDeps, type ReparsedGroup, type ReparseStep } from "./quarantine/reparse.ts";
export { addSightings, listSightings } from "./quarantine/repo.ts";
export { addDays, addHours, type KeptDays, type KeptHour, lastHours, listDays, listHours } from "./repo.ts";
export { type Erasure, eraseTenant } from "./retention/erase.ts";
export { expireTenants } from "./retention/expire.ts";
export { shapeOf } from "./shape.ts";
export { type ConfiguredSource, type FieldFill, type SourceStatus, sourceStatuses } from "./sources/status.ts";
export { type Outcome, type SourceHour, Tally } from "./tally.ts";
export { type Sighting, UNCLAIMED } from "./unclaimed.ts";
