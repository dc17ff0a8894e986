import type { GenerationFile, ProgressEvent } from "@luneo/widget/api";
import { expect, test } from "vitest";
import { bytes, dimensions, millimetres, seconds, stepTimes } from "../src/generation/facts.js";
import { called, TEXTS } from "../src/generation/texts.js";

const file = (sizes: Partial<GenerationFile>): GenerationFile => ({
  name: "print.png",
  url: "/print.png",
  media_type: "image/png",
  size_bytes: 1,
  sha256: "0",
  ...sizes,
});
const step = (seq: number, data: Record<string, unknown>): ProgressEvent => ({
  seq,
  generation_id: "gen_1",
  type: "generation.step",
  at: "2026-01-01T00:00:00.000Z",
  data,
});

test("a file tells the sizes that it has", () => {
  expect(
    dimensions(file({ width_px: 2400, height_px: 1800, width_mm: 203.2, height_mm: 152.44 }), "en"),
  ).toBe("2400 × 1800 px · 203.2 × 152.4 mm");
  expect(dimensions(file({ width_mm: 80, height_mm: 60 }), "en")).toBe("80 × 60 mm");
  expect(dimensions(file({ width_px: null, height_px: null }), "en")).toBe("");
});

test.each([
  [999, "999 B"],
  [1000, "1 kB"],
  [412_345, "412.3 kB"],
  [2_104_332, "2.1 MB"],
])("%d bytes are %s", (count, text) => {
  expect(bytes(count, "en")).toBe(text);
});

test("only finished steps have a duration", () => {
  const events = [
    step(1, { step: "blend", status: "started" }),
    step(2, { step: "blend", status: "finished", ms: 380 }),
  ];
  expect(stepTimes(events)).toEqual([{ step: "blend", ms: 380 }]);
  expect([seconds(380.4, "en"), seconds(6120, "en")]).toEqual(["380 ms", "6.1 s"]);
});

test("figures are written as the reader writes them", () => {
  expect([bytes(2_104_332, "fr"), seconds(6120, "fr"), millimetres(0.2, "fr")]).toEqual([
    "2,1 Mo",
    "6,1 s",
    "0,20 mm",
  ]);
  expect(
    dimensions(file({ width_px: 2400, height_px: 1800, width_mm: 203.2, height_mm: 152.44 }), "fr"),
  ).toBe("2400 × 1800 px · 203,2 × 152,4 mm");
});

test("names of the API become words, known or not", () => {
  const names = ["moderate_prompt", "export_3d", "credits-exhausted"];
  expect(names.map((name) => called(name, TEXTS.en))).toEqual([
    "Moderate prompt",
    "Export in 3D",
    "Credits exhausted",
  ]);
  expect(called("moderate_prompt", TEXTS.fr)).toBe("Souhait modéré");
});
