import { syslogNg } from "./syslog-ng.ts";

/** syslog-ng's http() in the form of Splunk HEC; splunk-hec-event() of version 4.2 and later sends the same. */
export const syslogNgHec = syslogNg("syslog-ng http() as Splunk HEC", ["syslog-ng-mod-http"], ({ port, token }) => `
  http(
    url("http://127.0.0.1:${port}/services/collector/event") method("POST")
    headers("Authorization: Splunk ${token}")
    batch-lines(500) batch-timeout(200) workers(2) delimiter("\\n")
    body("$(format-json --scope none time=\${S_UNIXTIME} host=\${HOST} source=\${PROGRAM} event=\${MSG})")
  );`);
