/** Whose shop this is; written by whoever set the demonstration up. */

export const CONFIG_URL = "/demo-config.json";

export interface DemoConfig {
  publishable_key: string;
  product_id: string;
  brand_name: string;
}

/** Null while there is no such file, or it is not one. */
export async function loadConfig(fetch: typeof globalThis.fetch): Promise<DemoConfig | null> {
  try {
    const response = await fetch(CONFIG_URL, { cache: "no-store" });
    const config: unknown = response.ok ? await response.json() : null;
    return isConfig(config) ? config : null;
  } catch {
    return null;
  }
}

function isConfig(value: unknown): value is DemoConfig {
  if (typeof value !== "object" || value === null) return false;
  const members: Readonly<Record<string, unknown>> = { ...value };
  return ["publishable_key", "product_id", "brand_name"].every((name) => typeof members[name] === "string");
}
