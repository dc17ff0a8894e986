import type { GenerationView } from "@luneo/widget/api";
import { useState } from "preact/hooks";
import { FILE, fileNamed } from "./facts.js";
import { texts } from "./spoken.js";
import { loadViewer } from "./viewer.js";

type Stage = "poster" | "loading" | "viewer" | "failed";

/** The picture first; the model, and the code to turn it, when somebody wants to. */
export function Viewer({ view }: { view: GenerationView }) {
  const [stage, setStage] = useState<Stage>("poster");
  const poster = fileNamed(view, FILE.poster);
  const glb = fileNamed(view, FILE.glb);
  const usdz = fileNamed(view, FILE.usdz);
  if (!glb) return null;

  const show = (): void => {
    setStage("loading");
    loadViewer().then(
      () => setStage("viewer"),
      () => setStage("failed"),
    );
  };

  return (
    <section class="card">
      <h2>{texts.inThreeD}</h2>
      <div class="viewer">
        {stage === "viewer" ? (
          <model-viewer
            src={glb.url}
            poster={poster?.url}
            ios-src={usdz?.url}
            alt={texts.modelOf(view.prompt)}
            camera-controls
            touch-action="pan-y"
            ar
            ar-modes="webxr scene-viewer quick-look"
            ar-scale="fixed"
            shadow-intensity="0.6"
            onerror={() => setStage("failed")}
          />
        ) : (
          poster && <img src={poster.url} alt={texts.previewOf(view.prompt)} />
        )}
        {stage !== "viewer" && (
          <button type="button" class="button button-primary" aria-busy={stage === "loading"} onClick={show}>
            {stage === "loading" ? texts.loading : texts.turn}
          </button>
        )}
      </div>
      {stage === "failed" && (
        <p class="problem" role="alert">
          {texts.noModel}
        </p>
      )}
      <div class="ar-links">
        {usdz && (
          <a rel="ar" class="button" href={usdz.url}>
            {/* Quick Look opens only links whose one child is a picture. */}
            <img src={poster?.url ?? usdz.url} alt="" width={28} height={28} />
            <span>{texts.inYourRoom}</span>
          </a>
        )}
        <a class="button" href={glb.url} download={FILE.glb}>
          {texts.downloadModel}
        </a>
      </div>
    </section>
  );
}
