import {
  type GenerationView,
  LuneoClient,
  Problem,
  type StyleView,
  type TokenSource,
} from "@luneo/widget/api";
import { useEffect, useState } from "preact/hooks";
import { Files, Manifest, Places, Steps } from "./Details.js";
import { FILE, fileNamed } from "./facts.js";
import { forgetMember, MemberTokens } from "./member.js";
import { SignIn } from "./SignIn.js";
import { language, texts } from "./spoken.js";
import { called } from "./texts.js";
import { Viewer } from "./Viewer.js";

const LOOK_AGAIN_MS = 2_000;
const UNFINISHED: readonly string[] = ["queued", "running", "previewed"];

interface Props {
  id: string;
  member: MemberTokens | null;
  /** Who made it in this browser; null where no shop is set up. */
  shopper: TokenSource | null;
}

export function Generation({ id, member, shopper }: Props) {
  const [tokens, setTokens] = useState<TokenSource | null>(member ?? shopper);
  const [view, setView] = useState<GenerationView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [styles, setStyles] = useState<readonly StyleView[]>([]);
  const isMember = tokens instanceof MemberTokens;

  useEffect(() => {
    if (!tokens) return;
    const fetch = globalThis.fetch.bind(globalThis);
    const client = new LuneoClient({ apiBase: location.origin, tokens, locale: language, fetch });
    let timer = 0;
    let left = false;
    const look = async (): Promise<void> => {
      try {
        const seen = await client.generation(id);
        if (left) return;
        setView(seen);
        setProblem(null);
        if (UNFINISHED.includes(seen.status)) timer = window.setTimeout(() => void look(), LOOK_AGAIN_MS);
      } catch (error) {
        if (!left) setProblem(Problem.of(error));
      }
    };
    void look();
    // Without them the style goes by its slug.
    client.styles().then(
      (all) => !left && setStyles(all),
      () => undefined,
    );
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [id, tokens, language]);

  const signOut = (): void => {
    forgetMember();
    setView(null);
    setTokens(shopper);
  };

  return (
    <main class="page" aria-busy={!view && !problem && tokens !== null}>
      <header class="head">
        <p class="kicker">{texts.generation}</p>
        <h1>{view ? texts.quoted(view.prompt) : id}</h1>
        {view && <Facts view={view} styles={styles} />}
      </header>
      {problem && <Trouble problem={problem} />}
      {view?.reason && (
        <p class="problem" role="alert">
          <strong>{called(view.reason.slug, texts)}.</strong> {view.reason.detail}
        </p>
      )}
      {view && <Pictures view={view} />}
      <section class="card">
        <h2>{texts.files}</h2>
        {view && view.files.length > 0 && <Files view={view} />}
        {isMember ? (
          <button type="button" class="button" onClick={signOut}>
            {texts.signOut}
          </button>
        ) : (
          <SignIn
            onSignedIn={(signedIn) => {
              setProblem(null);
              setTokens(signedIn);
            }}
          />
        )}
      </section>
      {view?.fabrication && view.fabrication.findings.length > 0 && (
        <section class="card">
          <h2>{texts.workshop}</h2>
          <Places fabrication={view.fabrication} report={fileNamed(view, FILE.fabrication)} />
        </section>
      )}
      {view && view.events.length > 0 && (
        <section class="card">
          <h2>{texts.steps}</h2>
          <Steps view={view} />
        </section>
      )}
      {view && <Manifest view={view} />}
    </main>
  );
}

function Facts({ view, styles }: { view: GenerationView; styles: readonly StyleView[] }) {
  const { artwork, production, fabrication } = view;
  const style = styles.find(({ slug }) => slug === view.style);
  return (
    <dl class="facts">
      <Fact name={texts.status}>
        {called(view.status, texts)}
        {UNFINISHED.includes(view.status) && "…"}
      </Fact>
      <Fact name={texts.style}>{style?.name[language] ?? called(view.style, texts)}</Fact>
      <Fact name={texts.seed}>{view.seed ?? "–"}</Fact>
      {artwork && (
        <>
          <Fact name={texts.resolution}>
            {Math.round(artwork.native_dpi)} {texts.dpi}
          </Fact>
          <Fact name={texts.printedSize}>
            {Math.round(artwork.width_mm)} × {Math.round(artwork.height_mm)} mm
          </Fact>
        </>
      )}
      {fabrication && (
        <Fact name={texts.madeBy}>
          {called(fabrication.process, texts)}
          {fabrication.material && `, ${called(fabrication.material, texts).toLowerCase()}`}
        </Fact>
      )}
      {production?.allowed === false && (
        <Fact name={texts.production}>{production.blocks.map(({ detail }) => detail).join(" ")}</Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Pictures({ view }: { view: GenerationView }) {
  return (
    <div class="pictures">
      {view.preview_url && (
        <section class="card">
          <h2>{texts.preview}</h2>
          <img class="picture" src={view.preview_url} alt={texts.previewOf(view.prompt)} />
        </section>
      )}
      <Viewer view={view} />
    </div>
  );
}

function Trouble({ problem }: { problem: Problem }) {
  const remedy =
    problem.status === 404
      ? texts.unknown
      : problem.status === 401
        ? texts.signedOut
        : problem.status === 0
          ? texts.unreachable
          : problem.message;
  return (
    <p class="problem" role="alert">
      {remedy}
    </p>
  );
}
