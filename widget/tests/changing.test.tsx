import { Fragment, h, render } from "preact";
import { expect, test, vi } from "vitest";
import { Problem } from "../src/api/problem.js";
import type { GenerateRequest } from "../src/api/types.js";
import type { Made } from "../src/cart.js";
import { changed, middleOf, pulled } from "../src/changing/area.js";
import { Changing } from "../src/changing/tool.js";
import { type Creation, IDLE } from "../src/generation/state.js";
import { ENGLISH } from "../src/i18n.js";
import type { StudioState } from "../src/studio.js";
import { adopt } from "../src/tools/preact.js";
import { PRODUCT } from "./fakes.js";

adopt({ h, Fragment });

const ZONE = { width: 80, height: 60 };
const MIDDLE = { left_mm: 20, top_mm: 15, width_mm: 40, height_mm: 30 };
const WISH: GenerateRequest = {
  product_id: "prd_1",
  zone: "front",
  style: "woodcut",
  prompt: "a fox",
  text: { content: "Anna" },
};

const creation = (id: string, more: Partial<Creation> = {}): Creation => ({
  ...IDLE,
  id,
  phase: "succeeded",
  previewUrl: `${id}.png`,
  ...more,
});
const FIRST: Made = { creation: creation("gen_1"), wish: WISH };
const CHANGE: GenerateRequest = { ...WISH, prompt: "no sun", change: { generation_id: "gen_1" } };
const SECOND: Made = { creation: creation("gen_2"), wish: CHANGE };

test("an area begins as the middle of its zone, on the grid", () => {
  expect(middleOf(ZONE)).toEqual(MIDDLE);
  expect(middleOf({ width: 75, height: 25 })).toEqual({
    left_mm: 19,
    top_mm: 6.5,
    width_mm: 37.5,
    height_mm: 12.5,
  });
});

test.each([
  [{ left_mm: 70 }, { left_mm: 40 }],
  [{ left_mm: -4 }, { left_mm: 0 }],
  [{ top_mm: 31.3 }, { top_mm: 30 }],
  [{ width_mm: 500 }, { width_mm: 60 }],
  [{ width_mm: 0 }, { width_mm: 1 }],
  [{ height_mm: 12.3 }, { height_mm: 12.5 }],
])("an area with %j set stays on its zone: %j", (change, expected) => {
  expect(changed(MIDDLE, change, ZONE)).toEqual({ ...MIDDLE, ...expected });
});

test.each([
  [[0, 0], [10, 5], { left_mm: 10, top_mm: 5, width_mm: 50, height_mm: 40 }],
  [[1, 1], [99, 99], { left_mm: 20, top_mm: 15, width_mm: 60, height_mm: 45 }],
  [[0, 1], [99, -9], { left_mm: 59, top_mm: 15, width_mm: 1, height_mm: 1 }],
  [[1, 0], [30, 20], { left_mm: 20, top_mm: 20, width_mm: 10, height_mm: 25 }],
] as const)("the corner %j pulled to %j leaves the opposite one where it is", (corner, to, expected) => {
  expect(pulled(MIDDLE, corner, to, ZONE)).toEqual(expected);
});

function setUp(state: Partial<StudioState>) {
  const root = document.createElement("div");
  const studio = {
    state: { creation: IDLE, wish: null, earlier: [], ...state } as StudioState,
    make: vi.fn(),
    cancel: vi.fn(),
    show: vi.fn(),
  };
  const draw = (): void => render(tool.panel(ENGLISH), root);
  const tool = new Changing({ studio, product: PRODUCT, onChange: () => draw() });
  draw();
  const button = (name: string): HTMLButtonElement | undefined =>
    [...root.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  const submit = (): void => {
    root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  };
  return { root, studio, tool, draw, button, submit };
}

test("there is nothing to change before there is a design", () => {
  expect(setUp({}).root.innerHTML).toBe("");
  expect(
    setUp({ creation: creation("gen_1", { phase: "running", previewUrl: null }), wish: WISH }).root.innerHTML,
  ).toBe("");
});

test("all of a design is changed with what it was made from, and its area where one is chosen", () => {
  const { button, root, studio, submit, tool } = setUp({ ...FIRST, earlier: [FIRST] });
  button("Change it")?.click();
  expect(root.querySelector(`[for=${root.querySelector("textarea")?.id}]`)?.textContent).toBe(
    "What should be different?",
  );
  expect(root.querySelector("svg")).toBeNull();
  tool.edit({ wish: "  no sun " });
  submit();
  expect(studio.make).toHaveBeenLastCalledWith({ ...CHANGE, prompt: "no sun" });
  root.querySelectorAll("[type=radio]")[1]?.dispatchEvent(new Event("change"));
  expect(root.querySelector("image")?.getAttribute("href")).toBe("gen_1.png");
  submit();
  expect(studio.make).toHaveBeenLastCalledWith({
    ...CHANGE,
    change: { generation_id: "gen_1", area: MIDDLE },
  });
});

test("the area is set by its numbers, and a field that is emptied changes nothing", () => {
  const { root, tool } = setUp({ ...FIRST, earlier: [FIRST] });
  tool.edit({ open: true, partly: true });
  const fields = [...root.querySelectorAll<HTMLInputElement>("[type=number]")];
  expect(fields.map(({ labels }) => labels?.[0]?.textContent)).toEqual([
    "From the left (mm)",
    "From the top (mm)",
    "Width (mm)",
    "Height (mm)",
  ]);
  const set = (index: number, value: string): void => {
    Object.assign(fields[index] ?? {}, { value });
    fields[index]?.dispatchEvent(new Event("change"));
  };
  set(0, "5");
  set(2, "300");
  set(3, "");
  expect(tool.draft.area).toEqual({ ...MIDDLE, left_mm: 5, width_mm: 75 });
  expect(fields.map(({ value }) => value)).toEqual(["5", "15", "75", "30"]);
});

test("without words nothing is asked for, and the field says so", () => {
  const { root, studio, submit, tool } = setUp({ ...FIRST, earlier: [FIRST] });
  tool.edit({ open: true, wish: "  " });
  submit();
  const field = root.querySelector("textarea");
  expect(studio.make).not.toHaveBeenCalled();
  expect(field?.getAttribute("aria-invalid")).toBe("true");
  expect(root.querySelector(`#${field?.getAttribute("aria-describedby")}`)?.textContent).toContain(
    "few words",
  );
});

test("the way back leads to the design that was changed, and keeps the focus", () => {
  const { button, draw, root, studio } = setUp({ ...SECOND, earlier: [FIRST, SECOND] });
  document.body.append(root);
  studio.show.mockImplementation(({ creation, wish }: Made) => {
    studio.state = { ...studio.state, creation, wish };
  });
  button("Back to the former")?.click();
  draw();
  expect(studio.show).toHaveBeenCalledWith(FIRST);
  expect(button("Back to the former")).toBeUndefined();
  expect(document.activeElement).toBe(button("Change it"));
  expect(root.querySelector("[role=status]")?.textContent).toBe("The former design is back.");
  root.remove();
});

test("while a change is made its words stay, and the button that asked for it gives it up", () => {
  const { button, root, studio, tool } = setUp({
    creation: creation("gen_2", { phase: "running", previewUrl: null }),
    wish: CHANGE,
    earlier: [FIRST],
  });
  tool.edit({ open: true, wish: "no sun" });
  expect(root.querySelector("textarea")?.readOnly).toBe(true);
  button("Cancel")?.click();
  expect(studio.cancel).toHaveBeenCalledOnce();
  expect(studio.make).not.toHaveBeenCalled();
});

test("after a refusal the former is changed again, or shown", () => {
  const problem = new Problem("invalid", 422, "", null, null, "#/change/area/width_mm");
  const { button, root, studio, submit, tool } = setUp({
    creation: { ...IDLE, phase: "failed", problem },
    wish: CHANGE,
    earlier: [FIRST],
  });
  tool.edit({ open: true, partly: true, wish: "no sun" });
  expect(root.querySelector(".hint.fault")?.textContent).toContain("does not lie on the product");
  expect(root.querySelector("[type=number]")?.getAttribute("aria-invalid")).toBe("true");
  submit();
  expect(studio.make.mock.calls[0]?.[0].change.generation_id).toBe("gen_1");
  button("Back to the former")?.click();
  expect(studio.show).toHaveBeenCalledWith(FIRST);
});
