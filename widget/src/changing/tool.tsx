import type { Made } from "../cart.js";
import { isBusy, isPresentable } from "../generation/state.js";
import type { Language } from "../i18n.js";
import type { ChangingTool, ToolPorts } from "../tools/contract.js";
import { middleOf, type Size } from "./area.js";
import { type Draft, Panel } from "./Panel.js";

const AREA_POINTER = "#/change/area";
const NO_ZONE: Size = { width: 0, height: 0 };

type ChangingPorts = Pick<ToolPorts, "studio" | "product" | "onChange">;

/** A shopper's wish to have the design changed that is shown; every change is a creation as any other. */
export class Changing implements ChangingTool {
  draft: Draft;
  readonly #ports: ChangingPorts;
  readonly #zone: Size;
  #empty = false;
  /** The generation that was gone back to last, while nothing else was done. */
  #backAt = "";

  constructor(ports: ChangingPorts) {
    this.#ports = ports;
    this.#zone = ports.product.zones[0]?.size_mm ?? NO_ZONE;
    this.draft = { open: false, wish: "", partly: false, area: middleOf(this.#zone) };
  }

  panel(language: Language) {
    const { product, studio } = this.#ports;
    const { creation } = studio.state;
    const subject = this.#subject;
    return (
      subject && (
        <Panel
          {...{ product, language }}
          draft={this.draft}
          zone={this.#zone}
          previewUrl={subject.creation.previewUrl ?? ""}
          empty={this.#empty}
          outside={!!creation.problem?.pointer?.startsWith(AREA_POINTER)}
          busy={isBusy(creation)}
          cancelling={creation.cancelling}
          hasFormer={!!this.#former}
          isBack={this.#backAt === creation.id}
          onEdit={(change) => this.edit(change)}
          onAsk={() => this.ask()}
          onCancel={() => studio.cancel()}
          onBack={() => this.back()}
        />
      )
    );
  }

  edit(change: Partial<Draft>): void {
    this.#empty = false;
    this.#backAt = "";
    this.draft = { ...this.draft, ...change };
    this.#ports.onChange();
  }

  /** Has the change made; false when there are no words for it. */
  ask(): boolean {
    const { wish, partly, area } = this.draft;
    const subject = this.#subject;
    const prompt = wish.trim();
    this.#empty = prompt === "";
    this.#backAt = "";
    this.#ports.onChange();
    const generationId = subject?.creation.id;
    if (this.#empty || !generationId) return false;
    const change = { generation_id: generationId, ...(partly && { area }) };
    this.#ports.studio.make({ ...subject.wish, prompt, change });
    return true;
  }

  /** Shows the design again that the present one was made from; nothing is asked anew. */
  back(): void {
    const former = this.#former;
    if (!former) return;
    this.#backAt = former.creation.id ?? "";
    this.#ports.studio.show(former);
  }

  /** What the present creation was to be made from. */
  get #former(): Made | undefined {
    const { earlier, wish } = this.#ports.studio.state;
    return earlier.find(({ creation }) => creation.id === wish?.change?.generation_id);
  }

  /** What a change starts from: the design that is shown; while there is none, what the last change was of. */
  get #subject(): Made | null {
    const { creation, wish } = this.#ports.studio.state;
    return (wish && isPresentable(creation) ? { creation, wish } : this.#former) ?? null;
  }
}
