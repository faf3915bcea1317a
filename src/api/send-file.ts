import type { FastifyReply } from "fastify";

/** What a file of base64 in JSON may take of a request: 16 MB of it, and what is around. */
export const FILE_BYTES = 24 * 1024 * 1024;

/** To be saved, whatever its name says that it is: a browser must not show it. */
export const sendFile = (reply: FastifyReply, name: string, bytes: Uint8Array): FastifyReply =>
  reply.type("application/octet-stream").header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`).header("content-security-policy", "sandbox").send(Buffer.from(bytes));
