// Which tickets got mail: by the numbers that the mailbox gives to mails, which only grow.
import { z } from "zod";
import type { Changes } from "../connector.ts";
import { keyOfIds, keyOfSubject, type Threads } from "./ids.ts";
import type { Mailbox } from "./mailbox.ts";

const Cursor = z.object({ validity: z.string(), next: z.int() });

/** Keys of the tickets whose mails came in since. A mailbox made anew has new numbers: then all that are open may have changed. */
export async function changes(mailbox: Mailbox, threads: Threads, text: string | null, open: readonly string[]): Promise<Changes> {
  const cursor = text === null ? undefined : Cursor.safeParse(parsed(text)).data;
  const { heads, next, validity, more } = await mailbox.heads(cursor?.next ?? null);
  const after = (ids: readonly string[], isMore: boolean): Changes => ({ ids, cursor: JSON.stringify({ validity, next } satisfies z.infer<typeof Cursor>), more: isMore });
  if (text === null) return after([], false);
  if (cursor?.validity !== validity) return { ids: open, cursor: JSON.stringify({ validity, next: 1 }), more: true };
  const ids = new Set<string>();
  for (const headers of heads) {
    const head = headers.toString("utf8").replace(/\r?\n[ \t]+/g, " ");
    const key = keyOfIds(threads, head) ?? keyOfSubject(head);
    if (key !== undefined) ids.add(key);
    // A report of what was not delivered names our mail in its body alone: it is read with every ticket that is open.
    else for (const one of open) ids.add(one);
  }
  return after([...ids], more);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
