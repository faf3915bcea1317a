import { DomainError } from "../../core/index.ts";
import type { ListenerOptions } from "./listener.ts";

/** Why a listener cannot start, in words that say what to do; errors that are not the operator's stay as they are. */
export function explainListening(error: NodeJS.ErrnoException, { name, host, port }: ListenerOptions): Error {
  const place = `Listener ${name} cannot listen on ${host} port ${port}`;
  switch (error.code) {
    case "EADDRINUSE":
      return new DomainError("conflict", `${place}: another program does. Stop it or choose another port.`, { cause: error });
    case "EACCES":
      return new DomainError("forbidden", `${place}: the system does not allow it. Choose a port from 1024, or give the program the capability CAP_NET_BIND_SERVICE.`, { cause: error });
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAFNOSUPPORT":
      return new DomainError("invalid", `${place}: this machine does not have that address. Use one of its addresses, 0.0.0.0 or ::.`, { cause: error });
    default:
      return error;
  }
}
