import { Server } from "@modelcontextprotocol/server";
import type { Instance } from "./instance.ts";
import { servePrompts } from "./prompt-handlers.ts";
import { serveResources } from "./resource-handlers.ts";
import { toolHandlers } from "./tool-handlers.ts";

/** How long a client may keep lists, which never change while a server runs. */
const LIST_HINT = { ttlMs: 300_000, cacheScope: "private" } as const;
const CACHE_HINTS = {
  "tools/list": LIST_HINT,
  "prompts/list": LIST_HINT,
  "resources/templates/list": LIST_HINT,
  "server/discover": LIST_HINT,
};

/** Makes one protocol server per connection (stdio) or per request (HTTP), all over the same instance. */
export function protocolFactory(instance: Instance): () => Server {
  const { name, title, version, description, instructions, resources, prompts } = instance.definition;
  const serveTools = toolHandlers(instance);
  const info = { name: `quartet-${name}`, title, version, description };
  return () => {
    const capabilities = {
      tools: {},
      ...(resources.length > 0 && { resources: {} }),
      ...(prompts.length > 0 && { prompts: {} }),
    };
    const server = new Server(info, { capabilities, instructions, cacheHints: CACHE_HINTS });
    serveTools(server);
    if (resources.length > 0) serveResources(server, instance);
    if (prompts.length > 0) servePrompts(server, prompts);
    return server;
  };
}
