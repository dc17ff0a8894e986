import { Problem } from "@luneo/widget/api";
import { useState } from "preact/hooks";
import { type MemberTokens, signIn } from "./member.js";

/** Production files are the brand's alone. */
export function SignIn({ onSignedIn }: { onSignedIn: (tokens: MemberTokens) => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (form: HTMLFormElement): Promise<void> => {
    const fields = new FormData(form);
    setBusy(true);
    setProblem(null);
    try {
      const { fetch } = globalThis;
      onSignedIn(
        await signIn(fetch.bind(globalThis), String(fields.get("email")), String(fields.get("password"))),
      );
    } catch (error) {
      setProblem(Problem.of(error));
      setBusy(false);
    }
  };

  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <p class="muted">Sign in as a member of the brand to see the print files and the manifest.</p>
      <label>
        E-mail
        <input name="email" type="email" autocomplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      <button type="submit" class="button" aria-busy={busy} disabled={busy}>
        Sign in
      </button>
      {problem && (
        <p class="problem" role="alert">
          {problem.status === 0
            ? "The API cannot be reached. Check your connection, then try again."
            : problem.message}
        </p>
      )}
    </form>
  );
}
