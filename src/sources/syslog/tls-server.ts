import { createServer, type Server } from "node:tls";
import { DomainError } from "../../core/index.ts";
import type { TlsOptions } from "./listener.ts";

// A client that connects and says nothing.
const HANDSHAKE_MS = 15_000;

/** A TLS server that does not listen yet; throws `DomainError` if the certificates cannot be used. */
export function createTlsServer(listener: string, { cert, key, ca, clientCertificates }: TlsOptions): Server {
  if (clientCertificates !== "off" && ca === undefined) {
    // Without it Node would trust every authority that browsers trust.
    throw new DomainError("invalid", `Listener ${listener} asks for client certificates: name in tls.ca the authority that they must come from.`);
  }
  try {
    return createServer({
      cert,
      key,
      ...(ca === undefined ? {} : { ca }),
      requestCert: clientCertificates !== "off",
      rejectUnauthorized: clientCertificates === "required",
      handshakeTimeout: HANDSHAKE_MS,
    });
  } catch (error) {
    throw new DomainError("invalid", `Listener ${listener} cannot use its certificate, key or authority: ${(error as Error).message}. They must be PEM files that belong together.`, { cause: error });
  }
}
