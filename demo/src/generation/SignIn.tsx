import { Problem } from "@luneo/widget/api";
import { useState } from "preact/hooks";
import { type MemberTokens, signIn } from "./member.js";
import { texts } from "./spoken.js";

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
      <p class="muted">{texts.askToSignIn}</p>
      <label>
        {texts.email}
        <input name="email" type="email" autocomplete="username" required />
      </label>
      <label>
        {texts.password}
        <input name="password" type="password" autocomplete="current-password" required />
      </label>
      <button type="submit" class="button" aria-busy={busy} disabled={busy}>
        {texts.signIn}
      </button>
      {problem && (
        <p class="problem" role="alert">
          {problem.status === 0 ? texts.unreachable : problem.message}
        </p>
      )}
    </form>
  );
}
