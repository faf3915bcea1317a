// A file as multipart/form-data (RFC 7578), for systems that take files no other way.
import { createHash } from "node:crypto";
import type { FileToSend } from "./connector.ts";

/** As its only part, of this name. The boundary is made of the bytes, and so is not in them. */
export function multipartOf(field: string, { name, type, data }: FileToSend): { readonly type: string; readonly data: Uint8Array } {
  const boundary = `vigie-${createHash("sha256").update(data).update(name).digest("hex").slice(0, 40)}`;
  // As forms of HTML write names: nothing in them ends the header.
  const quoted = name.replace(/["\r\n]/g, (sign) => ({ '"': "%22", "\r": "%0D", "\n": "%0A" })[sign] ?? "");
  const plainType = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(type) ? type : "application/octet-stream";
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${quoted}"\r\nContent-Type: ${plainType}\r\n\r\n`;
  return { type: `multipart/form-data; boundary=${boundary}`, data: Buffer.concat([Buffer.from(head), data, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}
