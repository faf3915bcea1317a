// Files of logs that are still written to.
export { followFiles, type Following, type TailOptions } from "./follow.ts";
export type { Position, TailState } from "./position.ts";
