// What arrived from each source and what became of it.
export { Fill, type SourceDay } from "./fill.ts";
export { ahead, LAG_CLASSES, lagClass, lagPercentile } from "./lag.ts";
export { addDays, addDigests, addHours, addSightings, type DigestLink, type KeptHour, lastDigest, listDigests, listHours, listSightings } from "./repo.ts";
export { shapeOf } from "./shape.ts";
export { type Outcome, type SourceHour, Tally } from "./tally.ts";
export { type Sighting, UNCLAIMED } from "./unclaimed.ts";
