import type { Shipper } from "./shipper.ts";

/** rsyslog's omelasticsearch in bulk mode. */
export const rsyslogBulk: Shipper = {
  name: "rsyslog omelasticsearch",
  packages: ["rsyslog", "rsyslog-elasticsearch"],
  program: "rsyslogd",
  ends: false,
  config: ({ port, token, input, dir }) => `
global(workDirectory="${dir}")
module(load="imfile" mode="polling" pollingInterval="1")
module(load="omelasticsearch")
input(type="imfile" file="${input}" tag="numbered:" readMode="0" ruleset="forward")
template(name="document" type="list" option.jsonf="on") {
  property(outname="@timestamp" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="host.name" name="hostname" format="jsonf")
  property(outname="log.syslog.appname" name="programname" format="jsonf")
  property(outname="message" name="msg" format="jsonf")
}
ruleset(name="forward" queue.type="linkedList" queue.size="20000" queue.dequeueBatchSize="500") { action(
  type="omelasticsearch"
  server="http://127.0.0.1" serverport="${port}" uid="vigie" pwd="${token}"
  searchIndex="logs" searchType="" bulkmode="on" maxbytes="1m"
  template="document"
  errorFile="${dir}/errors.json"
  action.resumeRetryCount="-1" action.resumeInterval="1"
) }
`,
  arguments: ({ dir }, config) => ["-n", "-f", config, "-i", `${dir}/rsyslogd.pid`],
};
