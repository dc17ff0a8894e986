/** Everything a shopper can do with the widget, without a pixel of it: state, and the actions that change it. */

import { idempotencyKey, type LuneoClient } from "./api/client.js";
import { Problem } from "./api/problem.js";
import type { GenerateRequest, StreamAccess, StyleView, WidgetProductView } from "./api/types.js";
import { type CartLine, cartDetail, type Made } from "./cart.js";
import { ADD_TO_CART, announce, FAILED, type FailedDetail, READY, type ReadyDetail } from "./events.js";
import { type FollowPorts, follow } from "./generation/follow.js";
import {
  type Action,
  type Creation,
  IDLE,
  isBlocked,
  isBusy,
  isEnded,
  isPresentable,
  reduce,
} from "./generation/state.js";
import type { Tools } from "./tools/contract.js";

/** How long a cart waits for the design to be saved before it goes on without. */
const CART_PATIENCE_MS = 2_500;

export interface Result {
  readonly adding: boolean;
  readonly saving: boolean;
  readonly designId: string | null;
  readonly shareUrl: string | null;
  readonly note: "added" | "saved" | "copied" | null;
  readonly problem: Problem | null;
}

export interface StudioState extends Partial<Tools> {
  readonly product: WidgetProductView | null;
  readonly styles: readonly StyleView[];
  /** Why the widget cannot work here at all. */
  readonly failure: Problem | null;
  readonly prompt: string;
  readonly promptFault: "promptEmpty" | "promptTooLong" | null;
  readonly style: string;
  readonly creation: Creation;
  /** What the present creation was asked for. */
  readonly wish: GenerateRequest | null;
  /** Every presentable creation of this visit, oldest first. */
  readonly earlier: readonly Made[];
  readonly result: Result;
}

type Touch = (change: Partial<Result>) => void;

const UNTOUCHED: Result = {
  adding: false,
  saving: false,
  designId: null,
  shareUrl: null,
  note: null,
  problem: null,
};

export interface StudioPorts extends Omit<FollowPorts, "read"> {
  client: LuneoClient;
  /** Where events are fired. */
  host: EventTarget;
  cartLine(): CartLine;
  /** Refused where their script cannot be had: the rest works without. */
  openTools(product: WidgetProductView): Promise<Tools>;
  /** Gives a link away; true when it now is on the clipboard. */
  handOver(url: string): Promise<boolean>;
  onChange(): void;
}

export class Studio {
  state: StudioState = {
    product: null,
    styles: [],
    failure: null,
    prompt: "",
    promptFault: null,
    style: "",
    creation: IDLE,
    wish: null,
    earlier: [],
    result: UNTOUCHED,
  };
  readonly #productId: string;
  readonly #ports: StudioPorts;
  #key = "";
  #closed = false;
  #designKey = "";
  #abort = new AbortController();
  /** Settles when the present creation has ended, or is not followed any more. */
  #watching: Promise<void> = Promise.resolve();

  constructor(productId: string, ports: StudioPorts) {
    this.#productId = productId;
    this.#ports = ports;
  }

  /** Loads the product and the styles; may be called again after a failure. */
  async open(): Promise<void> {
    const { client, host } = this.#ports;
    this.#set({ failure: null });
    try {
      const [product, styles] = await Promise.all([client.product(this.#productId), client.styles()]);
      const offered = styles.filter(({ slug }) => product.styles.includes(slug));
      this.#set({ product, styles: offered, style: offered[0]?.slug ?? "" });
      announce<ReadyDetail>(host, READY, { product });
      void this.#openTools(product);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Leaves the place to the page's own content and says why to whoever runs the page. */
  fail(error: unknown): void {
    const failure = Problem.of(error);
    this.#set({ failure });
    console.warn(`Luneo: ${failure.slug}: ${failure.message}`);
    announce<FailedDetail>(this.#ports.host, FAILED, { slug: failure.slug, detail: failure.message });
  }

  close(): void {
    this.#closed = true;
    this.#abort.abort();
    this.state.lettering?.close();
  }

  write(prompt: string): void {
    this.#set({ prompt, promptFault: null });
  }

  chooseStyle(style: string): void {
    this.#set({ style });
  }

  /** Starts a creation of what is written; false when the text is not fit for it. */
  create(): boolean {
    const { product, prompt, style, lettering, creation } = this.state;
    const wished = prompt.trim();
    const promptFault = wished === "" ? "promptEmpty" : wished.length > PROMPT_LIMIT ? "promptTooLong" : null;
    this.#set({ promptFault });
    if (promptFault || !product || isBusy(creation)) return promptFault === null;
    const zone = product.zones[0]?.name;
    const text = lettering?.layer();
    const wish = {
      product_id: product.id,
      prompt: wished,
      style,
      ...(zone && { zone }),
      ...(text && { text }),
    };
    this.make(wish);
    return true;
  }

  /** Starts a creation, in place of whatever is shown. */
  make(wish: GenerateRequest): void {
    void this.#run(wish, idempotencyKey());
  }

  /** The same wish again; after a lost answer with the same key, so that it is made and charged once. */
  retry(): void {
    const { creation, wish } = this.state;
    if (wish) void this.#run(wish, creation.id ? idempotencyKey() : this.#key);
  }

  cancel(): void {
    const { cancelling, id } = this.state.creation;
    if (cancelling || !id) return;
    this.#dispatch({ type: "cancel", wanted: true });
    this.#ports.client.cancel(id).then(
      (view) => this.#dispatch({ type: "view", view }),
      () => this.#dispatch({ type: "cancel", wanted: false }),
    );
  }

  show({ creation, wish }: Made): void {
    const signal = this.#restart(wish);
    this.#dispatch({ type: "restored", creation });
    if (creation.id && !isEnded(creation.phase)) this.#watch(creation.id, null, signal);
  }

  async addToCart(): Promise<void> {
    const { creation, product, result, wish } = this.state;
    if (!product || !wish || result.adding || isBlocked(creation)) return;
    const touch = this.#toucher();
    touch({ adding: true, note: null, problem: null });
    const finished = creation.phase === "succeeded";
    const designId = finished ? await this.#design(CART_PATIENCE_MS).catch(() => null) : null;
    const detail = cartDetail(product, { creation, wish }, designId, this.#ports.cartLine());
    touch({ adding: false, note: announce(this.#ports.host, ADD_TO_CART, detail) ? "added" : null });
  }

  save(): Promise<void> {
    return this.#keep(async () => "saved");
  }

  share(): Promise<void> {
    const { client, handOver } = this.#ports;
    return this.#keep(async (designId, touch) => {
      const shareUrl = this.state.result.shareUrl ?? (await client.share(designId)).url;
      touch({ shareUrl });
      return (await handOver(shareUrl)) ? "copied" : null;
    });
  }

  /** Saves the present creation, then does something with the saved design. */
  async #keep(next: (designId: string, touch: Touch) => Promise<Result["note"]>): Promise<void> {
    const touch = this.#toucher();
    if (this.state.result.saving) return;
    touch({ saving: true, note: null, problem: null });
    try {
      touch({ saving: false, note: await next(await this.#design(), touch) });
    } catch (error) {
      touch({ saving: false, problem: Problem.of(error) });
    }
  }

  /** The id under which the present creation is saved, once its files are finished; saving it first if need be. */
  async #design(patienceMs?: number): Promise<string> {
    const { creation, result } = this.state;
    const touch = this.#toucher();
    if (result.designId) return result.designId;
    await this.#watching;
    const { id } = await this.#ports.client.saveDesign(creation.id ?? "", this.#designKey, patienceMs);
    touch({ designId: id });
    return id;
  }

  async #openTools(product: WidgetProductView): Promise<void> {
    try {
      const tools = await this.#ports.openTools(product);
      if (this.#closed) tools.lettering?.close();
      else this.#set(tools);
    } catch (error) {
      console.warn(`Luneo: no tools: ${String(error)}`);
    }
  }

  async #run(wish: GenerateRequest, key: string): Promise<void> {
    const signal = this.#restart(wish);
    this.#key = key;
    this.#dispatch({ type: "submitted" });
    try {
      const accepted = await this.#ports.client.generate(wish, key);
      if (signal.aborted) return;
      this.#dispatch({ type: "accepted", accepted });
      this.#watch(accepted.id, accepted.stream, signal);
    } catch (error) {
      this.#refuse(error, signal);
    }
  }

  #watch(id: string, stream: StreamAccess | null, signal: AbortSignal): void {
    const { client } = this.#ports;
    const ports = {
      ...this.#ports,
      read: (after: number, reconnect: boolean) => client.generation(id, after, reconnect),
    };
    this.#watching = follow(id, stream, ports, (action) => this.#dispatch(action), signal).catch((error) =>
      this.#refuse(error, signal),
    );
  }

  #refuse(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) this.#dispatch({ type: "refused", problem: Problem.of(error) });
  }

  /** Leaves whatever ran to itself and makes room for another creation. */
  #restart(wish: GenerateRequest): AbortSignal {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#designKey = idempotencyKey();
    this.#set({ wish, result: UNTOUCHED });
    return this.#abort.signal;
  }

  #dispatch(action: Action): void {
    const { earlier, wish } = this.state;
    const creation = reduce(this.state.creation, action);
    const kept = wish && isPresentable(creation) ? remember(earlier, { creation, wish }) : earlier;
    this.#set({ creation, earlier: kept });
  }

  /** What changes the result of the present creation, and does nothing once another one has taken its place. */
  #toucher(): Touch {
    const { signal } = this.#abort;
    return (change) => !signal.aborted && this.#set({ result: { ...this.state.result, ...change } });
  }

  #set(change: Partial<StudioState>): void {
    this.state = { ...this.state, ...change };
    this.#ports.onChange();
  }
}

/** Adds a creation, or brings the one of the same id up to date. */
function remember(made: readonly Made[], latest: Made): readonly Made[] {
  const known = made.findIndex(({ creation }) => creation.id === latest.creation.id);
  return known < 0 ? [...made, latest] : made.with(known, latest);
}
