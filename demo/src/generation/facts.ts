/** What is told of a generation, drawn from the API's answer. */

import type { GenerationFile, GenerationView, ProgressEvent } from "@luneo/widget/api";

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
export function dimensions(file: GenerationFile): string {
  const size = (width: number | null | undefined, height: number | null | undefined, unit: string): string =>
    width && height ? `${round(width)} × ${round(height)} ${unit}` : "";
  return [size(file.width_px, file.height_px, "px"), size(file.width_mm, file.height_mm, "mm")]
    .filter(Boolean)
    .join(" · ");
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${round(count / 1000)} kB` : `${round(count / 1e6)} MB`;
}

export function millimetres(value: number): string {
  return `${value.toFixed(2)} mm`;
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `export_3d` as “Export 3D”. */
export function words(name: string): string {
  const spaced = name.replaceAll("_", " ").replace(/\b(3d|ar)\b/g, (short) => short.toUpperCase());
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
