// A real shipper of Debian's, made to run without root's paths: it reads a file of numbered events and sends them.

/** Where one run finds and leaves its things. */
export type Delivery = {
  readonly port: number;
  readonly token: string;
  /** File with one event a line, complete before the shipper starts. */
  readonly input: string;
  /** Empty folder for the shipper's state. */
  readonly dir: string;
};

export type Shipper = {
  readonly name: string;
  /** Debian packages that it needs beside each other. */
  readonly packages: readonly string[];
  readonly program: string;
  /** What it speaks; the HTTP ways are one listener. */
  readonly protocol?: "syslog-udp" | "syslog-tcp" | "syslog-tls" | "relp";
  /** Whether its `relp` is within TLS. */
  readonly isEncrypted?: boolean;
  /** Files that lie in the run's folder before it starts, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Text of its configuration file. */
  readonly config: (delivery: Delivery) => string;
  /** Arguments of the program, in the foreground; `config` is the path of the configuration file. */
  readonly arguments: (delivery: Delivery, config: string) => readonly string[];
  /** Whether it ends by itself once all is acknowledged; else it is ended when all has arrived. */
  readonly ends: boolean;
};
