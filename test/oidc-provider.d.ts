// The package has no types; this is what test/identity-provider.ts uses of it.
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  type Context = { readonly oidc: { readonly client: { readonly clientId: string }; readonly session: { readonly accountId: string } } };
  type Grant = { readonly addOIDCScope: (scope: string) => void; readonly save: () => Promise<string> };

  export default class Provider {
    constructor(issuer: string, configuration: object);
    readonly Grant: new (of: { readonly accountId: string; readonly clientId: string }) => Grant;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  }
  export type { Context };
}
