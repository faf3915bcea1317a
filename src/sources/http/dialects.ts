import type { Dialect } from "./dialect.ts";
import { elastic } from "./elastic/index.ts";
import { ndjson } from "./ndjson.ts";
import { otlp } from "./otlp/index.ts";
import { splunk } from "./splunk/index.ts";

/** The protocols in the order in which they are asked for a path: Elasticsearch's has names of indices in it, so it is last and answers every path. */
export const DIALECTS: readonly Dialect[] = [splunk, otlp, ndjson, elastic];
