/** Put in place by limits.ts and tools.ts beside vite.config.ts, when the widget is built or tested. */
declare const PROMPT_LIMIT: number;
declare const TEXT_LIMIT: number;
/** The tools' script beside the widget's, and what it must hash to. */
declare const TOOLS: { readonly file: string; readonly integrity: string };
