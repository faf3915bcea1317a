import { connectEvents, type EventStore } from "../events/index.ts";

/** The event store at an address as people write it: `https://vigie@clickhouse.example.com:8443/vigie`, or `unix:/path` of the included one. */
export function openEvents(address: string, password: string): EventStore {
  if (address.startsWith("unix:")) return connectEvents({ url: address, password });
  const { protocol, host, username, pathname } = new URL(address);
  const user = username === "" ? {} : { user: decodeURIComponent(username) };
  const database = pathname === "/" ? {} : { database: decodeURIComponent(pathname.slice(1)) };
  return connectEvents({ url: `${protocol}//${host}`, password, ...user, ...database });
}
