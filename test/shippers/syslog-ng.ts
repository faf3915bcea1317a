import type { Delivery, Shipper } from "./shipper.ts";

/** syslog-ng with one destination: its files are all in the run's folder. */
export function syslogNg(name: string, packages: readonly string[], destination: (delivery: Delivery) => string): Shipper {
  return {
    name,
    packages: ["syslog-ng-core", ...packages],
    program: "syslog-ng",
    ends: false,
    config: (delivery) => `@version: 3.38
@include "scl.conf"
options { stats-freq(0); time-reopen(1); };
source input { file("${delivery.input}" follow-freq(1) log-iw-size(10000) log-fetch-limit(1000) flags(no-parse)); };
destination vigie { ${destination(delivery)} };
log { source(input); destination(vigie); flags(flow-control); };
`,
    arguments: ({ dir }, config) => [
      "--foreground", "--no-caps", "--cfgfile", config, "--persist-file", `${dir}/syslog-ng.persist`, "--control", `${dir}/syslog-ng.ctl`, "--pidfile", `${dir}/syslog-ng.pid`,
    ],
  };
}
