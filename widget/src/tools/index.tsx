import { Changing } from "../changing/tool.js";
import { Tool } from "../lettering/tool.js";
import css from "../styles/tools.css?inline";
import type { LetteringTool, ToolPorts, Tools } from "./contract.js";
import { adopt } from "./preact.js";

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export async function open(ports: ToolPorts): Promise<Tools> {
  adopt(ports.preact);
  return { lettering: await lettering(ports), changing: new Changing(ports) };
}

async function lettering(ports: ToolPorts): Promise<LetteringTool | null> {
  try {
    return new Tool(ports, await ports.client.fonts());
  } catch (error) {
    console.warn(`Luneo: no lettering: ${String(error)}`);
    return null;
  }
}
