import type { Socket } from "node:net";

/** Resolves once a socket is closed, for whatever reason. */
export async function closed(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  if (!socket.closed) await new Promise<void>((resolve) => socket.once("close", () => resolve()));
}
