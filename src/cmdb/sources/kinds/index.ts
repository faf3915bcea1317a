import type { SourceKind } from "../kind.ts";
import { glpi } from "./glpi/index.ts";
import { https } from "./https.ts";
import { itop } from "./itop/index.ts";
import { netbox } from "./netbox/index.ts";
import { servicenow } from "./servicenow/index.ts";
import { sftp } from "./sftp.ts";

/** A kind whose options are read as it is opened. */
const opened = <Options>(kind: SourceKind<Options>): SourceKind => ({ ...kind, open: (opening) => kind.open({ ...opening, options: kind.options.parse(opening.options) }) });

/** All kinds of sources. */
export const KINDS: readonly SourceKind[] = [opened(itop), opened(servicenow), opened(netbox), opened(glpi), opened(https), opened(sftp)];
