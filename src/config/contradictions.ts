// What no single setting shows: names given twice, parts that do not fit together.
import type { Config, ListenerConfig, TenantConfig } from "./schema.ts";

/** What is wrong and at which path of the settings. */
export type Problem = { readonly path: readonly PropertyKey[]; readonly message: string };

/** Every contradiction within settings that are each valid. */
export function contradictions(config: Config): readonly Problem[] {
  return [
    ...twice(config.listeners.map(({ name }) => name), (at) => ["listeners", at, "name"], "listener"),
    ...twice(config.tenants.map(({ id }) => id), (at) => ["tenants", at, "id"], "tenant"),
    ...config.listeners.flatMap((listener, at) => ofListener(listener, ["listeners", at])),
    ...samePorts(config.listeners),
    ...apiPort(config),
    ...config.tenants.flatMap((tenant, at) => twice(tenant.sources.map(({ name }) => name), (i) => ["tenants", at, "sources", i, "name"], "source")),
    ...sameTokens(config.tenants),
    ...unknownListeners(config),
  ];
}

function twice(names: readonly string[], path: (at: number) => readonly PropertyKey[], what: string): Problem[] {
  return names.flatMap((name, at) => (names.indexOf(name) < at ? [{ path: path(at), message: `there is a ${what} named ${name} already; give each its own name` }] : []));
}

function ofListener({ protocol, tls }: ListenerConfig, path: readonly PropertyKey[]): Problem[] {
  if (protocol === "syslog-tls" && tls === undefined) return [{ path, message: "syslog-tls needs a certificate: add tls with cert and key" }];
  if ((protocol === "syslog-tcp" || protocol === "syslog-udp") && tls !== undefined) return [{ path: [...path, "tls"], message: `${protocol} is not encrypted: use syslog-tls` }];
  if (tls !== undefined && tls.clientCertificates !== "off" && tls.ca === undefined) {
    return [{ path: [...path, "tls", "clientCertificates"], message: "to check client certificates, name the authorities in ca" }];
  }
  return [];
}

// UDP and TCP may share a number.
function samePorts(listeners: readonly ListenerConfig[]): Problem[] {
  const keys = listeners.map(({ protocol, host, port }) => (port === 0 ? "" : `${protocol === "syslog-udp" ? "udp" : "tcp"} ${host} ${port}`));
  return keys.flatMap((key, at) => (key !== "" && keys.indexOf(key) < at ? [{ path: ["listeners", at, "port"], message: `another listener has port ${listeners[at]!.port} already` }] : []));
}

function apiPort({ api, listeners }: Config): Problem[] {
  const clash = listeners.find(({ protocol, host, port }) => port !== 0 && port === api.port && protocol !== "syslog-udp" && (host === api.host || EVERYWHERE.has(host) || EVERYWHERE.has(api.host)));
  return clash === undefined ? [] : [{ path: ["api", "port"], message: `listener ${clash.name} has port ${clash.port} already; give the API another` }];
}

const EVERYWHERE = new Set(["0.0.0.0", "::"]);

function sameTokens(tenants: readonly TenantConfig[]): Problem[] {
  const seen = new Set<string>();
  return tenants.flatMap(({ sources }, tenant) =>
    sources.flatMap(({ claim: { token } }, source) => {
      if (token === undefined || !seen.has(token)) {
        if (token !== undefined) seen.add(token);
        return [];
      }
      return [{ path: ["tenants", tenant, "sources", source, "claim", "token"], message: "another source has this token already; each needs its own" }];
    }),
  );
}

function unknownListeners({ tenants, listeners }: Config): Problem[] {
  const names = new Set(listeners.map(({ name }) => name));
  return tenants.flatMap(({ sources }, tenant) =>
    sources.flatMap(({ claim }, source) =>
      claim.listeners.flatMap((name, at) =>
        names.has(name) ? [] : [{ path: ["tenants", tenant, "sources", source, "claim", "listeners", at], message: `there is no listener ${name}` }],
      ),
    ),
  );
}
