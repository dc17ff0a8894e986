import type { FabricationView, GenerationFile, GenerationView } from "@luneo/widget/api";
import { useEffect, useState } from "preact/hooks";
import { bytes, dimensions, FILE, fileNamed, millimetres, seconds, stepTimes } from "./facts.js";
import { language, texts } from "./spoken.js";
import { called } from "./texts.js";

export function Files({ view }: { view: GenerationView }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.file}</th>
            <th scope="col">{texts.dimensions}</th>
            <th scope="col" class="number">
              {texts.size}
            </th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {view.files.map((file) => (
            <tr key={file.name}>
              <th scope="row">
                <a href={file.url} download={file.name}>
                  {file.name}
                </a>
                {file.warnings?.map((warning) => (
                  <p key={warning}>{warning}</p>
                ))}
              </th>
              <td>{dimensions(file, language) || "–"}</td>
              <td class="number">{bytes(file.size_bytes, language)}</td>
              <td>
                <code title={file.sha256}>{file.sha256.slice(0, 12)}…</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Steps({ view }: { view: GenerationView }) {
  const times = stepTimes(view.events);
  const longest = Math.max(1, ...times.map(({ ms }) => ms));
  return (
    <ol class="steps">
      {times.map(({ step, ms }) => (
        <li key={step}>
          <span>{called(step, texts)}</span>
          <span class="track" aria-hidden="true">
            <span style={{ width: `${Math.max(1, (ms / longest) * 100)}%` }} />
          </span>
          <span class="number">{seconds(ms, language)}</span>
        </li>
      ))}
    </ol>
  );
}

interface Marked {
  fabrication: FabricationView;
  report: GenerationFile | undefined;
}

/** What the tool could not have made as it was drawn; the marked picture is for members. */
export function Places({ fabrication, report }: Marked) {
  return (
    <>
      {report && <img class="picture" src={report.url} alt={texts.marked} />}
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.what}</th>
              <th scope="col" class="number">
                {texts.measured}
              </th>
              <th scope="col" class="number">
                {texts.needed}
              </th>
              <th scope="col">{texts.mended}</th>
            </tr>
          </thead>
          <tbody>
            {fabrication.findings.map((found) => (
              <tr key={`${found.rule} ${found.place_mm.join(" ")}`}>
                <th scope="row">{found.detail[language]}</th>
                <td class="number">{millimetres(found.measured_mm, language)}</td>
                <td class="number">{millimetres(found.limit_mm, language)}</td>
                <td>{found.mended ? texts.yes : texts.no}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {fabrication.tolerance_mm && <p>{texts.tolerance(millimetres(fabrication.tolerance_mm, language))}</p>}
    </>
  );
}

/** Only members get it, so it is shown when the answer has it. */
export function Manifest({ view }: { view: GenerationView }) {
  const url = fileNamed(view, FILE.manifest)?.url;
  const [text, setText] = useState<string | null>(null);

  useEffect(() => {
    if (!url) return;
    fetch(url)
      .then((response) => response.json())
      .then((manifest: unknown) => setText(JSON.stringify(manifest, null, 2)))
      .catch(() => setText(null));
  }, [url]);

  if (!url) return null;
  return (
    <section class="card">
      <h2>{texts.manifest}</h2>
      {text ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <pre class="scroll" tabIndex={0}>
          {text}
        </pre>
      ) : (
        <p>
          <a href={url} download={FILE.manifest}>
            {texts.download(FILE.manifest)}
          </a>
        </p>
      )}
    </section>
  );
}
