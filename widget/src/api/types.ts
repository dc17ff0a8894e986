/** The API's shapes under their own names, out of the types generated from docs/openapi.json (`npm run client`). */

import type { components } from "./schema.js";

type Schemas = components["schemas"];

/** In millimetres of the zone, from its top left. */
export type Area = Schemas["Area"];
export type ArtworkFacts = Schemas["ArtworkFacts"];
export type DesignView = Schemas["DesignView"];
export type FabricationView = Schemas["FabricationView"];
export type FailureReason = Schemas["FailureReason"];
export type FontList = Schemas["FontList"];
export type FontView = Schemas["FontView"];
/** Of a picture from nothing: only a change leaves product and style to an earlier one. */
export type GenerateRequest = Schemas["GenerateRequest"] & { product_id: string; style: string };
export type GenerationAccepted = Schemas["GenerationAccepted"];
export type GenerationFile = Schemas["GenerationFile"];
export type GenerationStatus = Schemas["Status"];
export type GenerationStep = Schemas["Step"];
export type Material = Schemas["Material"];
export type Process = Schemas["Process"];
export type GenerationView = Schemas["GenerationView"];
export type LetteringRequest = Schemas["LetteringRequest"];
export type LetteringView = Schemas["LetteringView"];
export type ModerationView = Schemas["ModerationView"];
export type NewDesign = Schemas["NewDesign"];
export type Price = Schemas["Price"];
export type ProductionView = Schemas["ProductionView"];
export type ProgressEvent = Schemas["ProgressEvent"];
export type ShareView = Schemas["ShareView"];
export type StreamAccess = Schemas["StreamAccess"];
export type StyleList = Schemas["StyleList"];
export type StyleView = Schemas["StyleView"];
export type TextLayer = Schemas["TextLayer"];
export type TokensView = Schemas["TokensView"];
export type WidgetProductView = Schemas["WidgetProductView"];
export type WidgetSessionRequest = Schemas["WidgetSessionRequest"];
export type WidgetSessionView = Schemas["WidgetSessionView"];
