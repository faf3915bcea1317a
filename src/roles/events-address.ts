import { connectEvents, type ConnectionOptions, type EventStore } from "../events/index.ts";

/** The event store at an address as people write it: `https://vigie@clickhouse.example.com:8443/vigie`, or `unix:/path` of the included one. */
export const openEvents = (address: string, password: string): EventStore => connectEvents(connectionTo(address, password));

/** The same, for a connection. */
export function connectionTo(address: string, password: string): ConnectionOptions {
  if (address.startsWith("unix:")) return { url: address, password };
  const { protocol, host, username, pathname } = new URL(address);
  const user = username === "" ? {} : { user: decodeURIComponent(username) };
  const database = pathname === "/" ? {} : { database: decodeURIComponent(pathname.slice(1)) };
  return { url: `${protocol}//${host}`, password, ...user, ...database };
}
