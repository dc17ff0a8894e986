import { render } from "preact";
import { expect, test } from "vitest";
import { Problem } from "../src/api/problem.js";
import type { ModerationView } from "../src/api/types.js";
import { ProblemNotice } from "../src/components/ProblemNotice.js";
import { ENGLISH } from "../src/i18n.js";

const REFUSAL: ModerationView = {
  stage: "prompt",
  category: "weapons",
  rule: "brand",
  explanation: { en: "It seems to ask for weapons.", fr: "Elle semble évoquer des armes." },
  change: { en: "Wish for something else.", fr: "Demandez autre chose." },
  note: { fr: "Écrivez-nous." },
};

function shown(locale: string): string[] {
  const problem = new Problem("prompt-rejected", 200, "No.", null, REFUSAL);
  const place = document.createElement("div");
  render(<ProblemNotice problem={problem} language={{ ...ENGLISH, locale }} />, place);
  return [...place.querySelectorAll("p")].map((text) => text.textContent ?? "");
}

test("a refusal says why, what to change, and what the brand adds, in the shopper's language", () => {
  expect(shown("fr-CA")).toEqual([REFUSAL.explanation.fr, REFUSAL.change.fr, REFUSAL.note.fr]);
});

test("what the brand said in another language only is left out", () => {
  expect(shown("en")).toEqual([REFUSAL.explanation.en, REFUSAL.change.en]);
});
