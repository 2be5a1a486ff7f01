import { defineTool } from "@quartet/core";
import * as z from "zod";

/** What the echo server does, as a tool of the core. */
export const tools = [
  defineTool({
    name: "echo_text",
    title: "Echo text",
    description: "Sends the text back.",
    effect: "read",
    input: z.object({ text: z.string().describe("Text to send back") }),
    output: z.object({ text: z.string() }),
    run: ({ text }) => ({ text }),
  }),
];
