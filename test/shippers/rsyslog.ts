import type { Delivery, Shipper } from "./shipper.ts";

type Sending = Pick<Shipper, "name" | "packages" | "protocol" | "isEncrypted" | "files"> & { readonly modules?: readonly string[] };

/** rsyslog with one action: its files are all in the run's folder. */
export function rsyslog({ modules = [], ...shipper }: Sending, action: (delivery: Delivery) => string): Shipper {
  return {
    ...shipper,
    packages: ["rsyslog", ...shipper.packages],
    program: "rsyslogd",
    ends: false,
    config: (delivery) => `
global(workDirectory="${delivery.dir}" maxMessageSize="64k")
module(load="imfile" mode="polling" pollingInterval="1")
${modules.map((module) => `module(load="${module}")`).join("\n")}
input(type="imfile" file="${delivery.input}" tag="numbered:" readMode="0" ruleset="forward")
ruleset(name="forward" queue.type="linkedList" queue.size="20000" queue.dequeueBatchSize="500") {
${action(delivery)}
}
`,
    arguments: ({ dir }, config) => ["-n", "-f", config, "-i", `${dir}/rsyslogd.pid`],
  };
}
