import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../src/index.js";
import { fakeApi, PRODUCT, problem } from "./fakes.js";

const ROUTES = {
  "POST /api/widget/sessions": { token: "t", expires_at: "2999-01-01T00:00:00Z", shopper_id: "shp_1" },
  "GET /api/widget/products/prd_1": PRODUCT,
  "GET /api/ai/fonts": { items: [] },
  "GET /api/ai/styles": { items: [{ slug: "woodcut", name: { en: "Woodcut" }, palette: ["#000000"] }] },
};

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function place(routes: Parameters<typeof fakeApi>[0], ...children: Element[]) {
  const api = fakeApi(routes);
  vi.stubGlobal("fetch", api.fetch);
  const widget = document.createElement("luneo-widget");
  widget.setAttribute("publishable-key", "pk_1");
  widget.setAttribute("product-id", "prd_1");
  widget.setAttribute("api-base", "https://api.luneo.test/");
  widget.setAttribute("locale", "en");
  widget.append(...children);
  document.body.append(widget);
  return { ...api, widget, find: (selector: string) => widget.shadowRoot?.querySelector(selector) ?? null };
}

test("the element draws the tool from constructed style sheets, with nothing inline", async () => {
  const { find, widget } = place(ROUTES);
  await vi.waitFor(() => expect(find("textarea")).not.toBeNull());
  expect(widget.shadowRoot?.adoptedStyleSheets).toHaveLength(1);
  expect(find("style")).toBeNull();
  expect(find("input[type=radio]:checked")?.getAttribute("value")).toBe("woodcut");
});

test("an empty wish is pointed out at its field and nothing is sent", async () => {
  const { asked, find } = place(ROUTES);
  await vi.waitFor(() => expect(find("textarea")).not.toBeNull());
  find("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(find("textarea")?.getAttribute("aria-invalid")).toBe("true"));
  const note = find("textarea")?.getAttribute("aria-describedby");
  expect(find(`#${note}`)?.textContent).toContain("Describe your idea");
  expect(asked.some(({ path }) => path.endsWith("/generate"))).toBe(false);
});

test("the page's own button stays when Luneo fails", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const button = document.createElement("button");
  const { find } = place({ "POST /api/widget/sessions": () => problem("origin-not-allowed", 403) }, button);
  await vi.waitFor(() => expect(find("slot:not([name])")).not.toBeNull());
  expect(find("textarea")).toBeNull();
  expect(find("[role=alert]")).toBeNull();
});

test("without a button of the page's own the failure is explained and can be retried", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const { find } = place({ "POST /api/widget/sessions": () => problem("internal-error", 500) });
  await vi.waitFor(() => expect(find("[role=alert] button")).not.toBeNull());
});

test("an element without a key leaves the page's own content alone", () => {
  const { asked, find, widget } = place(ROUTES);
  widget.removeAttribute("publishable-key");
  const bare = document.createElement("luneo-widget");
  document.body.append(bare);
  expect(bare.shadowRoot?.querySelector("slot")).not.toBeNull();
  expect(find("textarea")).toBeNull();
  expect(asked.length).toBeLessThanOrEqual(1);
});
