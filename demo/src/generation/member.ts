/** A brand's member on this page: the token lives as long as the tab. */

import { type Fetch, requestJson, type TokenSource, type TokensView } from "@luneo/widget/api";

const STORE_KEY = "luneo:member";

export class MemberTokens implements TokenSource {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  token(): Promise<string> {
    return Promise.resolve(this.#token);
  }

  /** This page keeps no refresh token: who is signed out signs in again. */
  renew(): Promise<boolean> {
    forgetMember();
    return Promise.resolve(false);
  }
}

export async function signIn(fetch: Fetch, email: string, password: string): Promise<MemberTokens> {
  const { access_token } = await requestJson<TokensView>(fetch, "/api/auth/login", {
    method: "POST",
    body: { email, password },
  });
  sessionStorage.setItem(STORE_KEY, access_token);
  return new MemberTokens(access_token);
}

export function rememberedMember(): MemberTokens | null {
  const token = sessionStorage.getItem(STORE_KEY);
  return token ? new MemberTokens(token) : null;
}

export function forgetMember(): void {
  sessionStorage.removeItem(STORE_KEY);
}
