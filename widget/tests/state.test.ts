import { expect, test } from "vitest";
import { Problem } from "../src/api/problem.js";
import type { GenerationAccepted } from "../src/api/types.js";
import { type Action, type Creation, IDLE, isBusy, isPresentable, reduce } from "../src/generation/state.js";
import { event, GENERATION, view } from "./fakes.js";

const ACCEPTED: GenerationAccepted = {
  id: GENERATION,
  status: "queued",
  status_url: "/",
  stream: { url: "wss://luneo.test", ticket: "t" },
  credits: { cost: 1, available: 9 },
};
const START: Action[] = [{ type: "submitted" }, { type: "accepted", accepted: ACCEPTED }];

const after = (...actions: Action[]): Creation => [...START, ...actions].reduce(reduce, IDLE);
const heard = (seq: number, type: string, data = {}): Action => ({
  type: "event",
  event: event(seq, type, data),
});
const PREVIEW = heard(3, "preview", { url: "preview.png" });

test("a wish goes from submitted over queued and running to its preview and its end", () => {
  expect(reduce(IDLE, { type: "submitted" }).phase).toBe("submitting");
  expect(after().phase).toBe("queued");
  expect(after(heard(1, "step", { step: "blend", progress: 0.5 }))).toMatchObject({
    phase: "running",
    step: "blend",
    progress: 0.5,
  });
  expect(after(PREVIEW)).toMatchObject({ phase: "previewed", previewUrl: "preview.png" });
  expect(after(PREVIEW, heard(4, "succeeded"))).toMatchObject({ phase: "succeeded", progress: 1 });
});

test("a design can be bought from its preview on, before its files are finished", () => {
  expect(isPresentable(after())).toBe(false);
  expect(isPresentable(after(PREVIEW))).toBe(true);
  expect(isBusy(after(PREVIEW))).toBe(false);
  expect(isPresentable(after(PREVIEW, heard(4, "failed", { reason: "internal-error" })))).toBe(false);
});

test("neither progress nor phase goes back when reports overtake one another", () => {
  const ahead = after(heard(1, "step", { progress: 0.6 }), PREVIEW);
  const late = reduce(ahead, { type: "view", view: view("running", { progress: 0.2 }) });
  expect(late).toMatchObject({ phase: "previewed", progress: 0.6, previewUrl: "preview.png" });
});

test("partial pictures replace one another", () => {
  const creation = after(heard(1, "partial", { url: "a" }), heard(2, "partial", { url: "b" }));
  expect(creation.partialUrl).toBe("b");
});

test("a partial picture that arrives after a later one is not shown", () => {
  const later = heard(5, "partial", { url: "b" });
  expect(after(later, heard(4, "partial", { url: "a" })).partialUrl).toBe("b");
  const overtaken: Action = {
    type: "view",
    view: view("running", { seq: 4, partial_url: "a", step: "blend" }),
  };
  expect(after(later, overtaken).partialUrl).toBe("b");
  const fresh: Action = { type: "view", view: view("running", { seq: 6, partial_url: "c" }) };
  expect(after(later, fresh).partialUrl).toBe("c");
});

test("a partial picture that arrives after the preview changes nothing that is seen", () => {
  const shown = after(heard(1, "partial", { url: "a" }), PREVIEW);
  expect(reduce(shown, heard(9, "partial", { url: "late" }))).toEqual({ ...shown, seq: 9 });
});

test("a failure carries its reason, told by event or by view", () => {
  const byEvent = after(heard(1, "failed", { reason: "prompt-rejected", detail: "No." }));
  const reason = { slug: "prompt-rejected", detail: "No." };
  const byView = after({ type: "view", view: view("failed", { reason }) });
  for (const creation of [byEvent, byView]) {
    expect(creation.phase).toBe("failed");
    expect(creation.problem?.slug).toBe("prompt-rejected");
  }
});

test("a refusal brings its explanation along", () => {
  const moderation = { category: "hate", explanation: { en: "No.", fr: "Non." } };
  const byEvent = after(heard(1, "failed", { reason: "prompt-rejected", detail: "No.", moderation }));
  expect(byEvent.problem?.moderation?.explanation.fr).toBe("Non.");
});

test("a view that follows a failure without a reason keeps the reason known", () => {
  const creation = after(heard(1, "failed", { reason: "prompt-rejected" }), {
    type: "view",
    view: view("failed"),
  });
  expect(creation.problem?.slug).toBe("prompt-rejected");
});

test("news of another generation changes nothing", () => {
  const other = { ...event(1, "succeeded"), generation_id: "gen_2" };
  expect(after({ type: "event", event: other })).toEqual(after());
  expect(after({ type: "view", view: { ...view("failed"), id: "gen_2" } })).toEqual(after());
});

test("losing the connection after the preview does not take the design away", () => {
  const lost: Action = { type: "refused", problem: new Problem("network", 0, "") };
  expect(isPresentable(after(PREVIEW, lost))).toBe(true);
  expect(after(lost).phase).toBe("failed");
});

test("a cancellation that does not arrive can be asked for again", () => {
  expect(after({ type: "cancel", wanted: true }).cancelling).toBe(true);
  expect(after({ type: "cancel", wanted: true }, { type: "cancel", wanted: false }).cancelling).toBe(false);
  expect(after({ type: "cancel", wanted: true }, heard(1, "cancelled"))).toMatchObject({
    phase: "cancelled",
    cancelling: false,
  });
  expect(after(PREVIEW, { type: "cancel", wanted: true }).cancelling).toBe(false);
});
