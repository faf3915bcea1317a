// Each method of a connector as something to try: what it needs before, and how to see afterwards what it did.
import type { Connector } from "../../../src/requests/connectors/connector.ts";
import { type Stage, ticketAt, until } from "./stage.ts";
import { bare, BYTES } from "./words.ts";

export type Attempt = {
  readonly run: (connector: Connector) => Promise<unknown>;
  /** Of one that reads: whether what it gave is right. */
  readonly isRight?: (given: unknown) => boolean;
  /** Of one that writes: how often it is there now; undefined: that cannot be seen. */
  readonly written?: () => Promise<number | undefined>;
};

export type Method = { readonly name: keyof Connector; readonly prepare: (at: Scene) => Promise<Attempt> };

/** A ticket with a file, found by its key and changed since a cursor. */
export type Scene = { readonly stage: Stage; readonly id: string; readonly key: string; readonly file: string | null; readonly cursor: string };

/** Sets it. */
export async function setScene(stage: Stage): Promise<Scene> {
  const { connector, other, can } = stage;
  const { cursor } = await connector.changes(null, []);
  const { id, asked: { key } } = await stage.made();
  if (can.findsKey === "later") await until(() => connector.findByKey(key), ({ found }) => found === "yes");
  if (can.reads) {
    await other.person.rename(id, `[${key}] changed since`);
    await until(() => connector.changes(cursor, [id]), ({ ids }) => ids.includes(id));
  }
  if (can.attachments !== "both") return { stage, id, key, file: null, cursor };
  await connector.attach(id, { name: "scene.bin", type: "application/octet-stream", data: BYTES }, "public");
  const { files } = await until(() => ticketAt(stage, id), (ticket) => ticket.files.length > 0);
  return { stage, id, key, file: files[0]?.id ?? "", cursor };
}

const same = (given: unknown, wanted: unknown): boolean => JSON.stringify(given) === JSON.stringify(wanted);
const reads = (name: keyof Connector, run: (connector: Connector, at: Scene) => Promise<unknown>, isRight: (given: unknown, at: Scene) => boolean): Method =>
  ({ name, prepare: async (at) => ({ run: (connector) => run(connector, at), isRight: (given) => isRight(given, at) }) });

/** All that this connector can. */
export function methodsOf({ can, other }: Stage): readonly Method[] {
  return [
    // What is refused while it is probed may be told as a check that failed.
    reads("probe", (connector) => connector.probe(), () => true),
    ...(can.findsKey === "never" ? [] : [reads("findByKey", (connector, { key }) => connector.findByKey(key), (given, { id }) => same(given, { found: "yes", id }) || (given as { readonly found: string }).found === "unknown")]),
    CREATE,
    ...(can.reads ? [
      reads("read", (connector, { id }) => connector.read(id), (given, { id }) => (given as { readonly ticket?: { readonly id: string } }).ticket?.id === id),
      reads("changes", (connector, { cursor, id }) => connector.changes(cursor, [id]), (given, { id }) => (given as { readonly ids: readonly string[] }).ids.includes(id)),
    ] : []),
    ...(can.attachments === "both" ? [reads("download", (connector, { id, file }) => connector.download(id, file ?? ""), (given) => Buffer.from(given as Uint8Array).equals(BYTES))] : []),
    UPDATE,
    ...(can.comments.length > 0 ? [COMMENT] : []),
    ...(can.transitions && other.working !== other.ended ? [TRANSITION] : []),
    ...(can.attachments === "none" ? [] : [ATTACH]),
  ];
}

const CREATE: Method = {
  name: "create",
  prepare: async ({ stage }) => {
    const asked = stage.newTicket();
    return { run: (connector) => connector.create(asked), written: () => stage.other.count(asked.key) };
  },
};

const UPDATE: Method = {
  name: "update",
  prepare: async ({ stage, id, key }) => {
    const title = `[${key}] ${stage.newKey()}`;
    return { run: (connector) => connector.update(id, { title }, null), written: async () => (stage.can.reads ? Number((await stage.other.look(id)).title === title) : undefined) };
  },
};

const COMMENT: Method = {
  name: "comment",
  prepare: async ({ stage, id }) => {
    const key = stage.newKey();
    const text = `Dana (SOC):\n\nSaid once.\n\n— ${key}`;
    const [visibility = "public"] = stage.can.comments;
    return { run: (connector) => connector.comment(id, text, visibility, key), written: async () => (stage.can.reads ? (await ticketAt(stage, id)).comments.filter((comment) => bare(comment.text) === bare(text)).length : undefined) };
  },
};

const TRANSITION: Method = {
  name: "transition",
  prepare: async ({ stage, id }) => {
    const { other, can } = stage;
    if (!can.reads) return { run: (connector) => connector.transition(id, other.working, "a note", null) };
    const { state: before } = await other.look(id);
    const wanted = before === other.working ? other.ended : other.working;
    return { run: (connector) => connector.transition(id, wanted, "a note", null), written: async () => Number((await other.look(id)).state === wanted) };
  },
};

const ATTACH: Method = {
  name: "attach",
  prepare: async ({ stage, id }) => {
    const name = `${stage.newKey()}.bin`;
    return {
      run: (connector) => connector.attach(id, { name, type: "application/octet-stream", data: BYTES }, "public"),
      written: async () => (stage.can.attachments === "both" ? (await ticketAt(stage, id)).files.filter((file) => file.name === name).length : undefined),
    };
  },
};

