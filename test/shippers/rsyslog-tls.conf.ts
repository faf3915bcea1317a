import { AUTHORITY, CLIENT } from "../certificates.ts";
import { rsyslog } from "./rsyslog.ts";

const FILES = { "ca.pem": AUTHORITY, "client.pem": CLIENT.cert, "client.key": CLIENT.key };

/** rsyslog's omfwd over TLS (GnuTLS) with a client certificate, which checks the server's name. */
export const rsyslogTls = rsyslog({ name: "rsyslog omfwd TLS", packages: ["rsyslog-gnutls"], protocol: "syslog-tls", files: FILES }, ({ port, dir }) => `
  action(
    type="omfwd" target="127.0.0.1" port="${port}" protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"
    StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"
    StreamDriver.CAFile="${dir}/ca.pem" StreamDriver.CertFile="${dir}/client.pem" StreamDriver.KeyFile="${dir}/client.key"
    action.resumeRetryCount="-1" action.resumeInterval="1"
  )`);
