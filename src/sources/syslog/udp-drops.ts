import { readFile } from "node:fs/promises";

/**
 * Datagrams that the kernel dropped because a socket's receive buffer was full, since it was opened; undefined where
 * the system does not tell (it is not Linux). Source: proc_pid_net(5), /proc/net/udp.
 */
export async function readKernelDrops(isIpv6: boolean, address: string, port: number): Promise<number | undefined> {
  const table = await readFile(isIpv6 ? "/proc/net/udp6" : "/proc/net/udp", "utf8").catch(() => undefined);
  return table === undefined ? undefined : dropsIn(table, address, port);
}

/** The last column of the rows whose local address is this one. */
export function dropsIn(table: string, address: string, port: number): number | undefined {
  const wanted = `${kernelAddress(address)}:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = table.split("\n").map((row) => row.trim().split(/ +/));
  const drops = rows.filter((row) => row[1] === wanted).map((row) => Number(row.at(-1)));
  return drops.length === 0 ? undefined : drops.reduce((sum, one) => sum + one, 0);
}

/** As the kernel writes an address: words of 32 bits in the machine's byte order (little-endian where Node runs today). */
export function kernelAddress(address: string): string {
  const bytes = address.includes(":") ? ipv6Bytes(address) : address.split(".").map(Number);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) for (let i = 3; i >= 0; i--) text += hexByte(bytes[at + i]!);
  return text;
}

function ipv6Bytes(address: string): number[] {
  const [before = "", after] = address.split("%")[0]!.split("::");
  const left = wordsOf(before);
  const right = after === undefined ? [] : wordsOf(after);
  const middle = after === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => 0);
  return [...left, ...middle, ...right].flatMap((word) => [word >> 8, word & 255]);
}

const wordsOf = (text: string): number[] =>
  text === "" ? [] : text.split(":").flatMap((part) => (part.includes(".") ? wordsOfIpv4(part) : [Number.parseInt(part, 16)]));

function wordsOfIpv4(text: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = text.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

const hexByte = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, "0");
