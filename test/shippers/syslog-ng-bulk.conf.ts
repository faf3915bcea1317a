import { syslogNg } from "./syslog-ng.ts";

/** syslog-ng's elasticsearch-http(). */
export const syslogNgBulk = syslogNg("syslog-ng elasticsearch-http", ["syslog-ng-mod-http", "syslog-ng-scl"], ({ port, token }) => `
  elasticsearch-http(
    url("http://127.0.0.1:${port}/_bulk") index("logs") type("")
    user("vigie") password("${token}")
    batch-lines(500) batch-timeout(200) workers(2)
    template("$(format-json --scope rfc5424 --exclude DATE --key ISODATE @timestamp=\${ISODATE})")
  );`);
