import type { SourceKind } from "../kind.ts";
import { https } from "./https.ts";
import { netbox } from "./netbox/index.ts";
import { sftp } from "./sftp.ts";

/** A kind whose options are read as it is opened. */
const opened = <Options>(kind: SourceKind<Options>): SourceKind => ({ ...kind, open: (opening) => kind.open({ ...opening, options: kind.options.parse(opening.options) }) });

/** All kinds of sources. */
export const KINDS: readonly SourceKind[] = [opened(netbox), opened(https), opened(sftp)];
