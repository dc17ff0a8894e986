/** What is told of a generation, drawn from the API's answer. */

import type { GenerationFile, GenerationView, ProgressEvent } from "@luneo/widget/api";
import type { Language } from "../shared/language.js";
import { TEXTS } from "./texts.js";

/** The files' names are the pipeline's. */
export const FILE = {
  preview: "preview.png",
  poster: "poster.webp",
  glb: "model.glb",
  usdz: "model.usdz",
  manifest: "manifest.json",
  fabrication: "fabrication.webp",
} as const;

export interface StepTime {
  step: string;
  ms: number;
}

/** How long each finished step took, in the order in which they ended. */
export function stepTimes(events: readonly ProgressEvent[]): StepTime[] {
  return events
    .filter(({ type, data }) => type === "generation.step" && data.status === "finished")
    .map(({ data }) => ({ step: String(data.step), ms: Number(data.ms) || 0 }));
}

export function fileNamed(view: GenerationView, name: string): GenerationFile | undefined {
  return view.files.find((file) => file.name === name);
}

/** `1024 × 640 px · 180 × 112.5 mm`, as far as the file has either. */
export function dimensions(file: GenerationFile, language: Language): string {
  const size = (width: number | null | undefined, height: number | null | undefined, unit: string): string =>
    width && height ? `${figure(width, language, 1)} × ${figure(height, language, 1)} ${unit}` : "";
  return [size(file.width_px, file.height_px, "px"), size(file.width_mm, file.height_mm, "mm")]
    .filter(Boolean)
    .join(" · ");
}

export function bytes(count: number, language: Language): string {
  const { units } = TEXTS[language];
  if (count < 1000) return `${count} ${units.bytes}`;
  return count < 1e6
    ? `${figure(count / 1000, language, 1)} ${units.kilobytes}`
    : `${figure(count / 1e6, language, 1)} ${units.megabytes}`;
}

export function millimetres(value: number, language: Language): string {
  return `${figure(value, language, 2, 2)} mm`;
}

export function seconds(ms: number, language: Language): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${figure(ms / 1000, language, 1, 1)} s`;
}

/** Without marks between thousands: sizes in pixels are written so. */
function figure(value: number, language: Language, most: number, least = 0): string {
  return value.toLocaleString(language, {
    maximumFractionDigits: most,
    minimumFractionDigits: least,
    useGrouping: false,
  });
}
