/** Refusals of the API (RFC 9457) and failures to reach it, as one kind of error. */

import type { ModerationView } from "./types.js";

const NETWORK = "network";
const UNREADABLE = "unreadable-answer";

export class Problem extends Error {
  /**
   * `slug` is stable and what texts are chosen by; `status` is 0 when no answer came at all; `moderation` explains a
   * refusal in the shopper's language; `pointer` says which member of the request it is about, `characters` which
   * letters no font has.
   */
  constructor(
    readonly slug: string,
    readonly status: number,
    detail: string,
    readonly requestId: string | null = null,
    readonly moderation: ModerationView | null = null,
    readonly pointer: string | null = null,
    readonly characters: readonly string[] = [],
  ) {
    super(detail);
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whatever else went wrong on the way counts as no answer. Told by its slug: the tools' script has its own class. */
  static of(error: unknown): Problem {
    return (error as Problem | null)?.slug ? (error as Problem) : new Problem(NETWORK, 0, String(error));
  }
}

/** Reads a refusal; an answer that is no problem document (a proxy's page) becomes a Problem all the same. */
export async function problemFrom(response: Response): Promise<Problem> {
  const document: unknown = await response.json().catch(() => null);
  const { type, detail, request_id, errors, characters } = (document ?? {}) as Readonly<
    Record<string, unknown>
  >;
  return new Problem(
    text(type)?.split("/").at(-1) ?? UNREADABLE,
    response.status,
    text(detail) ?? `HTTP ${response.status}`,
    text(request_id),
    null,
    text((errors as { pointer?: unknown }[] | undefined)?.[0]?.pointer),
    Array.isArray(characters) ? characters : [],
  );
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
