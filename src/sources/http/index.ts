// Receiving over HTTP: one port, told apart by path.
export { listenHttp } from "./listen.ts";
export type { HttpLimits, HttpOptions, HttpReceiver } from "./options.ts";
