import { rsyslog } from "./rsyslog.ts";

/** rsyslog's omfwd over TCP with octet counting, in the format of RFC 5424. */
export const rsyslogTcp = rsyslog({ name: "rsyslog omfwd TCP", packages: [], protocol: "syslog-tcp" }, ({ port }) => `
  action(type="omfwd" target="127.0.0.1" port="${port}" protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1" action.resumeInterval="1")`);
