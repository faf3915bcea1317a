import { curlNdjson } from "./curl-ndjson.conf.ts";
import { curlOtlp } from "./curl-otlp.conf.ts";
import { loggerTcp, loggerUdp } from "./logger.conf.ts";
import { rsyslogBulk } from "./rsyslog-bulk.conf.ts";
import { rsyslogRelp, rsyslogRelpTls } from "./rsyslog-relp.conf.ts";
import { rsyslogTcp } from "./rsyslog-tcp.conf.ts";
import { rsyslogTls } from "./rsyslog-tls.conf.ts";
import { rsyslogUdp } from "./rsyslog-udp.conf.ts";
import type { Shipper } from "./shipper.ts";
import { syslogNgBulk } from "./syslog-ng-bulk.conf.ts";
import { syslogNgHec } from "./syslog-ng-hec.conf.ts";
import { syslogNgTcp } from "./syslog-ng-tcp.conf.ts";
import { syslogNgTls } from "./syslog-ng-tls.conf.ts";

/** Every shipper that there is a configuration for. */
export const SHIPPERS: readonly Shipper[] = [
  rsyslogUdp, rsyslogTcp, rsyslogTls, rsyslogRelp, rsyslogRelpTls, rsyslogBulk, syslogNgTcp, syslogNgTls, syslogNgBulk, syslogNgHec, loggerUdp, loggerTcp, curlNdjson, curlOtlp,
];
