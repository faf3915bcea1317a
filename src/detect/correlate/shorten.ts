import type { Value } from "../../core/index.ts";
import type { Hit } from "./hit.ts";

// Names that mean something are shorter (a Windows path may have 32,767 characters, and then it is an attack).
const MAX_TEXT = 1024;
const MAX_ELEMENTS = 1024;
const MAX_DEPTH = 4;

/**
 * The hit without what would make it big: long texts and lists are cut, mappings left out, for no group is made of them.
 * What groups keep is counted and not weighed, so a hit must not weigh a megabyte. The hit itself if it is small.
 */
export const shorten = (hit: Hit): Hit => (hit.values.some(isBig) ? { ...hit, values: hit.values.map((value) => cut(value, 0)) } : hit);

function isBig(value: Value): boolean {
  if (typeof value === "string") return value.length > MAX_TEXT;
  // A list of more than plain small values is cut, though that may change nothing.
  if (Array.isArray(value)) return value.length > MAX_ELEMENTS || (value as readonly Value[]).some((part) => typeof part === "object" || isBig(part));
  return typeof value === "object" && value !== null;
}

function cut(value: Value, depth: number): Value {
  if (Array.isArray(value)) return depth < MAX_DEPTH ? (value as readonly Value[]).slice(0, MAX_ELEMENTS).map((part) => cut(part, depth + 1)) : undefined;
  if (typeof value === "object") return undefined;
  return typeof value === "string" && value.length > MAX_TEXT ? cutText(value) : value;
}

/** Texts that differ behind the cut stay different but for chance: length and checksum go along. */
function cutText(text: string): string {
  // Split and joined, for a slice would keep the whole text in memory.
  return `${text.slice(0, MAX_TEXT - 32).split("").join("")}…${text.length}:${checksum(text)}`;
}

/** FNV-1a, 32 bits. */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(16);
}
