// The door to the world outside: requests to addresses that somebody else chose, and to the systems of clients.
export { isPublic, lookupOnly } from "./addresses.ts";
export { askGuarded, type Guard, type GuardedAnswer, type GuardedRequest, isForbidden, sentNothing, whyNotAsked } from "./guarded-request.ts";
export { type Answer, type Ask, createHttp, type Http } from "./http.ts";
export { wordsOfEntities } from "./entities.ts";
export { notAccepted, RemoteError } from "./remote-error.ts";
export { shortWords } from "./words.ts";
export { instantIn, isZone, leastTextIn, textIn } from "./zone.ts";
export { type Glpi, type GlpiAccount, type GlpiRow, openGlpi } from "./products/glpi.ts";
export { type Itop, type ItopAnswer, type ItopKey, type ItopObject, type ItopOperation, openItop, oqlText } from "./products/itop.ts";
