// What arrived from each source and what became of it.
export { addDigests, type DigestLink, type KeptLink, lastDigest } from "./chain/repo.ts";
export { type Difference, linksOf, type Stores, type VerifyStep, verifyTenant } from "./chain/verify.ts";
export { Fill, type SourceDay } from "./fill.ts";
export { ahead, LAG_CLASSES, lagClass, lagPercentile } from "./lag.ts";
export { addSightings, listSightings } from "./quarantine/repo.ts";
export { addDays, addHours, type KeptDays, type KeptHour, listDays, listHours } from "./repo.ts";
export { shapeOf } from "./shape.ts";
export { type Outcome, type SourceHour, Tally } from "./tally.ts";
export { type Sighting, UNCLAIMED } from "./unclaimed.ts";
