// Where one can go: the same order for everyone, and only what the person may open.
import { IconApps, IconBook, IconBuilding, IconClipboardData, IconDatabaseImport, IconFileCode, IconFlame, IconHome, IconInbox, IconListCheck, IconZoomCode, type Icon } from "@tabler/icons-react";
import { may, seatOf, type Me, type Permission, type Seat } from "../data/me.ts";

export type Place = {
  readonly name: "home" | "queue" | "alerts" | "incidents" | "requests" | "hunt" | "sources" | "rules" | "coverage" | "organisations" | "service" | "journal";
  readonly to: "/home" | "/queue" | "/incidents" | "/requests" | "/hunt" | "/sources" | "/rules" | "/coverage" | "/organisations" | "/service" | "/journal";
  readonly icon: Icon;
  /** `g` and this letter go there. */
  readonly key: string;
  /** Begins a group: a gap above. */
  readonly begins?: boolean;
  readonly needs: Permission;
  readonly seats: readonly Seat[];
};

const CLIENT: readonly Seat[] = ["security", "manager", "auditor"];
const ALL: readonly Seat[] = ["provider", ...CLIENT];

const PLACES: readonly Place[] = [
  { name: "home", to: "/home", icon: IconHome, key: "m", needs: "organisation:read", seats: CLIENT },
  { name: "queue", to: "/queue", icon: IconInbox, key: "q", needs: "alert:read", seats: ["provider"] },
  { name: "alerts", to: "/queue", icon: IconInbox, key: "q", needs: "alert:read", seats: CLIENT },
  { name: "incidents", to: "/incidents", icon: IconFlame, key: "i", needs: "incident:read", seats: ALL },
  { name: "requests", to: "/requests", icon: IconListCheck, key: "r", needs: "request:read", seats: [...ALL, "operations"] },
  { name: "hunt", to: "/hunt", icon: IconZoomCode, key: "h", needs: "event:search", seats: ALL },
  { name: "sources", to: "/sources", icon: IconDatabaseImport, key: "s", begins: true, needs: "source:read", seats: ALL },
  { name: "rules", to: "/rules", icon: IconFileCode, key: "u", needs: "rule:read", seats: ALL },
  { name: "coverage", to: "/coverage", icon: IconApps, key: "c", needs: "asset:read", seats: ALL },
  { name: "organisations", to: "/organisations", icon: IconBuilding, key: "o", begins: true, needs: "organisation:read", seats: ALL },
  { name: "service", to: "/service", icon: IconClipboardData, key: "v", needs: "setting:read", seats: ALL },
  { name: "journal", to: "/journal", icon: IconBook, key: "j", needs: "journal:read", seats: ALL },
];

/** The places of one person, in order. */
export const placesOf = (me: Me): Place[] => PLACES.filter(({ seats, needs }) => seats.includes(seatOf(me)) && may(me, needs));

/** Where somebody lands. */
export const landingOf = (me: Me): Place["to"] => ({ provider: "/queue", security: "/home", operations: "/requests", manager: "/service", auditor: "/journal" } as const)[seatOf(me)];
