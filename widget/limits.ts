/** What the API takes at most, read from its own document when the widget is built or tested. */

import openapi from "../docs/openapi.json" with { type: "json" };

const { GenerateRequest, TextLayer } = openapi.components.schemas;

/** Constants that stand in the code by these names (src/limits.d.ts). */
export const limits = {
  PROMPT_LIMIT: String(GenerateRequest.properties.prompt.maxLength),
  TEXT_LIMIT: String(TextLayer.properties.content.maxLength),
};
