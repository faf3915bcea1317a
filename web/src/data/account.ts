// The person's own ways in: password, passkeys, recovery codes, sessions.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";

export const useSessions = () => useQuery({ queryKey: ["session"], queryFn: ({ signal }) => api.get("/v1/me/sessions", { signal }) });
export const usePasskeys = () => useQuery({ queryKey: ["passkey"], queryFn: ({ signal }) => api.get("/v1/me/passkeys", { signal }) });

/** A change of one's own ways in; lists of them are asked anew. */
export function useOwnChange<Asked, Answer>(change: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ["session"] }), client.invalidateQueries({ queryKey: ["passkey"] }), client.invalidateQueries({ queryKey: ["me"] })]) });
}

/** Whether this browser knows passkeys and their JSON form (WebAuthn level 3). */
export const knowsPasskeys = (): boolean => "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;

// The browser's JSON form is the contract's form.
const jsonOf = (credential: Credential | null): unknown => (credential as PublicKeyCredential).toJSON();

/** Makes a passkey on this device and registers it under a name. */
export async function addPasskey(name: string): Promise<Schemas["Passkey"]> {
  const { step, options } = await api.post("/v1/me/passkeys/options");
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON) });
  return api.post("/v1/me/passkeys", { body: { step, name, credential: jsonOf(credential) as Schemas["AttestationInput"] } });
}

/** Signs in by a passkey of this device. */
export async function signInByPasskey(): Promise<Schemas["SignInAnswer"]> {
  const { step, options } = await api.post("/v1/sign-in/passkey/options");
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON) });
  return api.post("/v1/sign-in/passkey", { body: { step, credential: jsonOf(credential) as Schemas["AssertionInput"] } });
}
