// What both APIs of the fake GLPI work on.
import type { IncomingMessage } from "node:http";

export type Row = Record<string, unknown> & { id: number };
export type Reply = { readonly status: number; readonly json?: unknown; readonly bytes?: Buffer; readonly type?: string; readonly headers?: Record<string, string> };
export type Call = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };

export type World = {
  readonly tables: Map<string, Row[]>;
  readonly traits: { layers: number; forgetsSessions: boolean; closesAtOnce: boolean; listSaysPartial: boolean; refusesFiles: boolean; ignoresFilters: boolean; sortsByDate: boolean; right: number };
  readonly now: () => Date;
  readonly table: (name: string) => Row[];
  readonly insert: (name: string, row: Record<string, unknown>) => Row;
  readonly touch: (ticket: Row, by: number) => void;
  readonly assignGroup: (ticket: Row, group: number, keepsState: boolean) => void;
  readonly solve: (ticket: Row, content: string, by: number) => Row | undefined;
  readonly wall: (at?: Date) => string;
  /** As it stands in the database. */
  readonly kept: (text: string) => string;
  readonly bytes: Map<number, Buffer>;
};
