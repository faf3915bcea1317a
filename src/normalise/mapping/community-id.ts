// Community ID v1, https://github.com/corelight/community-id-spec: one name for a flow, the same in all sensors that saw it.
import { sha1 } from "./sha1.ts";

export type Flow = {
  readonly source: readonly number[];
  readonly destination: readonly number[];
  /** IANA protocol number. */
  readonly protocol: number;
  /** Ports; for ICMP its type and code. Undefined where the protocol has none. */
  readonly sourcePort: number | undefined;
  readonly destinationPort: number | undefined;
};

/** The flow's name: the hash of its ends in their order, so that both directions have the same. */
export function communityId({ source, destination, protocol, sourcePort, destinationPort }: Flow): string | undefined {
  if (source.length !== destination.length) return undefined;
  const hasPorts = HAS_PORTS.has(protocol);
  if (hasPorts && (sourcePort === undefined || destinationPort === undefined)) return undefined;
  const icmp = protocol === 1 ? ICMP : protocol === 58 ? ICMP6 : undefined;
  const [from, to, isOneWay] = icmp === undefined || sourcePort === undefined ? [sourcePort, destinationPort, false] : answerOf(icmp, sourcePort, destinationPort ?? 0);
  const isOrdered = isOneWay || before(source, destination, from ?? 0, to ?? 0);
  const [a, b, portA, portB] = isOrdered ? [source, destination, from, to] : [destination, source, to, from];
  const ports = hasPorts ? [...two(portA ?? 0), ...two(portB ?? 0)] : [];
  const digest = sha1(Uint8Array.from([0, 0, ...a, ...b, protocol, 0, ...ports]));
  return `1:${base64(digest)}`;
}

// ICMP, TCP, UDP, ICMPv6, SCTP.
const HAS_PORTS = new Set([1, 6, 17, 58, 132]);
// A request's type and that of its answer: the pair stands for ports.
const ICMP: ReadonlyMap<number, number> = new Map([[8, 0], [0, 8], [13, 14], [14, 13], [15, 16], [16, 15], [10, 9], [9, 10], [17, 18], [18, 17]]);
const ICMP6: ReadonlyMap<number, number> = new Map([[128, 129], [129, 128], [133, 134], [134, 133], [135, 136], [136, 135], [130, 131], [131, 130], [144, 145], [145, 144]]);

function answerOf(pairs: ReadonlyMap<number, number>, type: number, code: number): readonly [number, number, boolean] {
  const answer = pairs.get(type);
  return answer === undefined ? [type, code, true] : [type, answer, false];
}

function before(a: readonly number[], b: readonly number[], portA: number, portB: number): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return a[i]! < b[i]!;
  return portA <= portB;
}

const two = (port: number): readonly number[] => [port >> 8, port & 255];

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
