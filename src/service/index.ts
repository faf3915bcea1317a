// The state of the service: what was due and done, by kind, by team, by week.
export { type ServiceState, serviceState } from "./service-state.ts";
