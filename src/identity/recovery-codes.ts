// What lets people in who lost their second factor: ten codes, each good once.
import { randomInt } from "node:crypto";
import { hashOf } from "./token.ts";

const CODES = 10;
// Without letters that are taken for others; 32^12 possibilities.
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Codes as people keep them, `ABCD-EFGH-JKLM`. */
export const newRecoveryCodes = (): readonly string[] => Array.from({ length: CODES }, () => Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]!).join("")).join("-"));

/** What is kept of a code, however it was typed. */
export const hashOfCode = (code: string): Buffer => hashOf(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ""));
