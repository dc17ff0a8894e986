/** What a shopper sees of one generation, as a pure function of what has happened. */

import { Problem } from "../api/problem.js";
import type {
  ArtworkFacts,
  FailureReason,
  GenerationAccepted,
  GenerationFile,
  GenerationStatus,
  GenerationView,
  ModerationView,
  ProductionView,
  ProgressEvent,
} from "../api/types.js";

export const PREVIEW = "generation.preview";
const ENDED = ["succeeded", "failed", "cancelled"] as const;
/** In the order in which they come; the last three are alternatives. */
const PHASES: readonly Phase[] = ["idle", "submitting", "queued", "running", "previewed", ...ENDED];

export type Phase = "idle" | "submitting" | GenerationStatus;

export interface Creation {
  readonly phase: Phase;
  readonly id: string | null;
  /** The last event that this takes in. */
  readonly seq: number;
  readonly step: string | null;
  /** 0 to 1; never falls. */
  readonly progress: number;
  readonly partialUrl: string | null;
  readonly previewUrl: string | null;
  readonly artwork: ArtworkFacts | null;
  readonly production: ProductionView | null;
  readonly files: readonly GenerationFile[];
  readonly problem: Problem | null;
  readonly cancelling: boolean;
}

export const IDLE: Creation = {
  phase: "idle",
  id: null,
  seq: 0,
  step: null,
  progress: 0,
  partialUrl: null,
  previewUrl: null,
  artwork: null,
  production: null,
  files: [],
  problem: null,
  cancelling: false,
};

export type Action =
  | { type: "submitted" }
  | { type: "accepted"; accepted: GenerationAccepted }
  | { type: "event"; event: ProgressEvent }
  | { type: "view"; view: GenerationView }
  | { type: "refused"; problem: Problem }
  | { type: "cancel"; wanted: boolean }
  | { type: "restored"; creation: Creation };

/** How the generation has ended when this is told of it. */
export function endingOf(eventType: string): GenerationStatus | undefined {
  return ENDED.find((ending) => eventType === `generation.${ending}`);
}

export function isEnded(phase: Phase): boolean {
  return PHASES.indexOf(phase) > PHASES.indexOf("previewed");
}

/** A wish is being worked on and there is nothing to buy yet. */
export function isBusy({ phase }: Creation): boolean {
  return phase === "submitting" || phase === "queued" || phase === "running";
}

/** The preview stands: the design can be bought, kept and shared, whether or not its files are finished. */
export function isPresentable({ phase, previewUrl }: Creation): boolean {
  return previewUrl !== null && (phase === "previewed" || phase === "succeeded");
}

/** The shop could not make it as it is: it may be kept and shown, not bought. */
export function isBlocked({ production }: Creation): boolean {
  return production?.allowed === false;
}

export function reduce(creation: Creation, action: Action): Creation {
  switch (action.type) {
    case "submitted":
      return { ...IDLE, phase: "submitting" };
    case "accepted":
      return { ...creation, phase: later(creation.phase, "queued"), id: action.accepted.id };
    case "event":
      return action.event.generation_id === creation.id ? afterEvent(creation, action.event) : creation;
    case "view":
      return action.view.id === creation.id ? afterView(creation, action.view) : creation;
    case "refused":
      // Losing sight of a design that is there already takes nothing away from it.
      if (isPresentable(creation)) return creation;
      return { ...creation, phase: "failed", problem: action.problem, cancelling: false };
    case "cancel":
      return { ...creation, cancelling: action.wanted && isBusy(creation) };
    case "restored":
      return action.creation;
  }
}

function afterEvent(known: Creation, { seq, type, data }: ProgressEvent): Creation {
  const isNews = seq > known.seq;
  const creation = { ...known, seq: Math.max(known.seq, seq) };
  const ending = endingOf(type);
  if (ending) return ended(creation, ending, reasonOf(data));
  switch (type) {
    case "generation.step":
      return {
        ...creation,
        phase: later(creation.phase, "running"),
        step: text(data.step) ?? creation.step,
        progress: Math.max(creation.progress, Number(data.progress) || 0),
      };
    case "generation.partial":
      return isNews && isBusy(creation) ? { ...creation, partialUrl: text(data.url) } : creation;
    case PREVIEW:
      return { ...creation, phase: later(creation.phase, "previewed"), previewUrl: text(data.url) };
    default:
      return creation;
  }
}

function afterView(creation: Creation, view: GenerationView): Creation {
  // An answer may be overtaken by events: what it shows of the way is then older than what is shown already.
  const isNews = view.seq >= creation.seq;
  const next: Creation = {
    ...creation,
    seq: Math.max(creation.seq, view.seq),
    phase: later(creation.phase, view.status),
    step: (isNews && view.step) || creation.step,
    progress: Math.max(creation.progress, view.progress),
    partialUrl: (isNews && isBusy(creation) && view.partial_url) || creation.partialUrl,
    previewUrl: view.preview_url ?? creation.previewUrl,
    artwork: view.artwork ?? creation.artwork,
    production: view.production ?? creation.production,
    files: view.files.length > 0 ? view.files : creation.files,
  };
  return isEnded(view.status) ? ended(next, view.status, view.reason ?? null) : next;
}

function ended(creation: Creation, phase: GenerationStatus, reason: FailureReason | null): Creation {
  const problem = phase === "failed" ? asProblem(reason) : null;
  return {
    ...creation,
    phase,
    cancelling: false,
    problem: problem ?? (phase === "failed" ? creation.problem : null),
    progress: phase === "succeeded" ? 1 : creation.progress,
  };
}

function asProblem(reason: FailureReason | null): Problem | null {
  return reason && new Problem(reason.slug, 200, reason.detail, null, reason.moderation);
}

/** Reports may overtake one another: a phase is never left for an earlier one. */
function later(current: Phase, reported: Phase): Phase {
  return PHASES.indexOf(reported) > PHASES.indexOf(current) ? reported : current;
}

function reasonOf(data: Record<string, unknown>): FailureReason | null {
  const slug = text(data.reason);
  return slug
    ? { slug, detail: text(data.detail) ?? "", moderation: data.moderation as ModerationView }
    : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
