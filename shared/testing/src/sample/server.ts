import {
  definePrompt,
  defineResource,
  defineServer,
  type ResourceCall,
  type ServerDefinition,
  ToolError,
} from "@quartet/core";
import * as z from "zod";
import { config } from "./config.ts";
import { type Context, createContext } from "./context.ts";
import { tools } from "./tools.ts";

const about = defineResource({
  name: "about",
  title: "About",
  description: "What this server is.",
  mimeType: "text/plain",
  uri: "sample://about",
  read: (_params, { context }: ResourceCall<Context>) => `${context.greeting} from the sample`,
});

const note = defineResource({
  name: "note",
  title: "A note",
  description: "One kept note.",
  mimeType: "text/plain",
  template: "sample://notes/{name}",
  list: ({ context }: ResourceCall<Context>) =>
    [...context.notes.all().keys()].map((name) => ({ uri: `sample://notes/${encodeURIComponent(name)}`, name })),
  read({ name = "" }, { context }: ResourceCall<Context>) {
    const text = context.notes.all().get(name);
    if (text === undefined) throw new ToolError("not_found", "No note has this name.", { hint: "Save one first." });
    return text;
  },
});

const greetPerson = definePrompt({
  name: "greet_person",
  title: "Greet a person",
  description: "Asks the model for a greeting.",
  arguments: z.object({ person: z.string().min(1).describe("Who is greeted") }),
  render: ({ person }) => `Greet ${person} in one sentence.`,
});

/** A complete small server: it uses every feature of the core, and nothing but memory. */
export const server: ServerDefinition = defineServer({
  name: "sample",
  title: "Sample",
  version: "0.1.0",
  description: "A small server that uses every feature of the core.",
  instructions: "Use echo_text to see that the server answers.",
  config,
  context: createContext,
  tools,
  resources: [about, note],
  prompts: [greetPerson],
  check: ({ notes }) => [{ name: "notes", ok: true, detail: `${notes.all().size} kept` }],
});
