import { rsyslog } from "./rsyslog.ts";

/** rsyslog's omfwd over UDP, in the format of RFC 3164. It paces itself: a datagram that finds no room is lost. */
export const rsyslogUdp = rsyslog({ name: "rsyslog omfwd UDP", packages: [], protocol: "syslog-udp" }, ({ port }) => `
  action(type="omfwd" target="127.0.0.1" port="${port}" protocol="udp" template="RSYSLOG_TraditionalForwardFormat" udp.sendDelay="100")`);
