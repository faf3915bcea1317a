export { type Arrival, type Intake, IntakeFull, type Lost, type SourceRef, type Transport, TRANSPORTS } from "./arrival.ts";
export {
  type Batch, type Columns, explain, type Failure, type FileToRead, type Format, type Line, type Listing, listFiles, type Range, type Read, readFile, readRange, type Rejected,
  type Skipped, splitRanges,
} from "./files/index.ts";
export { type HttpLimits, type HttpOptions, type HttpReceiver, listenHttp } from "./http/index.ts";
export {
  type Claim, type Limits, type ListenerCounts, type ListenerOptions, type Listening, listenRelp, listenSyslogTcp, listenSyslogUdp, type Receiver, type Sender, type TlsOptions,
} from "./syslog/index.ts";
export { followFiles, type Following, type Position, type TailOptions, type TailState } from "./tail/index.ts";
