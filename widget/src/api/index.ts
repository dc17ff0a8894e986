export { LuneoClient } from "./client.js";
export { type Fetch, requestJson } from "./http.js";
export { Problem } from "./problem.js";
export { pageStorage, ShopperSession, type TokenSource } from "./session.js";
export type * from "./types.js";
