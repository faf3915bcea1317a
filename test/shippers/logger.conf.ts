import type { Shipper } from "./shipper.ts";

const logger = (way: "udp" | "tcp"): Shipper => ({
  name: `logger ${way.toUpperCase()}`,
  packages: ["bsdutils"],
  program: "logger",
  protocol: `syslog-${way}`,
  ends: true,
  config: () => "",
  arguments: ({ port, input }) => [`--${way}`, "--server", "127.0.0.1", "--port", String(port), "--rfc5424", "--tag", "numbered", "--file", input, ...(way === "tcp" ? ["--octet-count"] : [])],
});

/** util-linux's logger over UDP. It sends as fast as it can, so that some datagrams may find no room. */
export const loggerUdp = logger("udp");

/** util-linux's logger over TCP with octet counting. */
export const loggerTcp = logger("tcp");
