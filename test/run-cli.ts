// Commands as a person runs them, for tests: what they print, and how they end.
import { Writable } from "node:stream";
import { runCli } from "../src/cli/index.ts";

/** What a command gave. */
export type Ran = { readonly status: number; readonly out: string; readonly err: string };

/** Runs a command with its arguments. */
export async function ranCli(args: readonly string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const into = (add: (text: string) => void) => new Writable({ write: (chunk: Buffer, _, done) => (add(chunk.toString()), done()) });
  const status = await runCli(args, { out: into((text) => (out += text)), err: into((text) => (err += text)) });
  return { status, out, err };
}
