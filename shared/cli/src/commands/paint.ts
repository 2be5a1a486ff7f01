import { styleText } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "cyan";

/** Colours a text for a terminal, or leaves it as it is for a pipe and where NO_COLOR is set. */
export type Paint = (style: Style, text: string) => string;

export function createPaint(output: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  if (output.isTTY !== true || env["NO_COLOR"]) return (_style, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}
