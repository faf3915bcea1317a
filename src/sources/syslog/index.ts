// Syslog as senders send it: over UDP, TCP, TLS and RELP.
export type { Claim, Limits, ListenerCounts, ListenerOptions, Listening, Receiver, Sender, TlsOptions } from "./listener.ts";
export { listenRelp } from "./relp.ts";
export { listenSyslogTcp } from "./tcp.ts";
export { listenSyslogUdp } from "./udp.ts";
