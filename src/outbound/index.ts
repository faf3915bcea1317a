// The door to the world outside: requests to addresses that somebody else chose.
export { isPublic, lookupOnly } from "./addresses.ts";
export { askGuarded, type Guard, type GuardedAnswer, type GuardedRequest, whyNotAsked } from "./guarded-request.ts";
