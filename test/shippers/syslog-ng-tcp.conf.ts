import { syslogNg } from "./syslog-ng.ts";

/** syslog-ng's network() over TCP: a line a message, in the format of RFC 3164. */
export const syslogNgTcp = {
  ...syslogNg("syslog-ng network() TCP", [], ({ port }) => `
  network("127.0.0.1" port(${port}) transport("tcp"));`),
  protocol: "syslog-tcp",
} as const;
