import { AUTHORITY, CLIENT } from "../certificates.ts";
import { syslogNg } from "./syslog-ng.ts";

/** syslog-ng's syslog() over TLS (RFC 5425) with a client certificate. */
export const syslogNgTls = {
  ...syslogNg("syslog-ng syslog() TLS", [], ({ port, dir }) => `
  syslog("127.0.0.1" port(${port}) transport("tls")
    tls(ca-file("${dir}/ca.pem") cert-file("${dir}/client.pem") key-file("${dir}/client.key") peer-verify(required-trusted)));`),
  protocol: "syslog-tls",
  files: { "ca.pem": AUTHORITY, "client.pem": CLIENT.cert, "client.key": CLIENT.key },
} as const;
