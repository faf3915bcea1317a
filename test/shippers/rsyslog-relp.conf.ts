import { AUTHORITY, CLIENT } from "../certificates.ts";
import { rsyslog } from "./rsyslog.ts";

const RELP = { packages: ["rsyslog-relp"], protocol: "relp", modules: ["omrelp"] } as const;
const FILES = { "ca.pem": AUTHORITY, "client.pem": CLIENT.cert, "client.key": CLIENT.key };

// omrelp corks its socket for a batch of the queue: with a window smaller than that (128 by default) each one waits 200 ms.

/** rsyslog's omrelp: each message is acknowledged. */
export const rsyslogRelp = rsyslog({ ...RELP, name: "rsyslog omrelp" }, ({ port }) => `
  action(type="omrelp" target="127.0.0.1" port="${port}" template="RSYSLOG_SyslogProtocol23Format" windowSize="500" action.resumeRetryCount="-1" action.resumeInterval="1")`);

/** The same over TLS with a client certificate; omrelp compares the server's common name. */
export const rsyslogRelpTls = rsyslog({ ...RELP, name: "rsyslog omrelp TLS", isEncrypted: true, files: FILES }, ({ port, dir }) => `
  action(
    type="omrelp" target="127.0.0.1" port="${port}" template="RSYSLOG_SyslogProtocol23Format" windowSize="500"
    tls="on" tls.authMode="name" tls.permittedPeer=["localhost"] tls.caCert="${dir}/ca.pem" tls.myCert="${dir}/client.pem" tls.myPrivKey="${dir}/client.key"
    action.resumeRetryCount="-1" action.resumeInterval="1"
  )`);
