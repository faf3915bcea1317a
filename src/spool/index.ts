// The spool: what arrived is on the disk before its sender hears of it, and stays until it is stored.
export { copySpool, spoolFile } from "./copy.ts";
export { decodePacket, encodePacket, type Packet } from "./packet.ts";
export { partitionFor, partitionOf, PARTITIONS, partitionsOf } from "./places.ts";
export { openSpoolReader, type ReadLimits, type SpoolReader } from "./read.ts";
export { openSpoolWriter, type SpoolFill, type SpoolWriter, type SpoolWriterOptions } from "./write.ts";
