import css from "../styles/lettering.css?inline";
import type { LetteringPorts } from "./contract.js";
import { adopt } from "./preact.js";
import { Tool } from "./tool.js";

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export async function open(ports: LetteringPorts): Promise<Tool> {
  adopt(ports.preact);
  return new Tool(ports, await ports.client.fonts());
}
