import type { ReadResourceResult, Resource as ListedResource, Server } from "@modelcontextprotocol/server";
import { ToolError, toToolError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import type { Instance } from "./instance.ts";
import { withDeadline } from "./limits.ts";
import { toProtocolError } from "./protocol-error.ts";
import { findResource } from "./resource-lookup.ts";
import type { Resource, ResourceCall } from "./resource.ts";

/** A resource is where the whole of a thing may be read, so it may be larger than an answer of a tool. */
const MAX_BYTES = 1024 * 1024;

/** Registers list, templates and read for the resources of a server, under the limits that hold for tools. */
export function serveResources(server: Server, instance: Instance): void {
  const { resources } = instance.definition;
  server.setRequestHandler("resources/list", (_request, { mcpReq: { signal } }) =>
    instance.measure({ method: "resources/list" }, () =>
      limited(instance, { name: "Listing the resources", signal }, async (call) => {
        const entries = await Promise.all(resources.map((resource) => entriesOf(resource, call)));
        return { resources: entries.flat() };
      }),
    ),
  );
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: resources.flatMap((resource) =>
      "template" in resource ? [{ ...describe(resource), uriTemplate: resource.template }] : [],
    ),
  }));
  server.setRequestHandler("resources/read", ({ params: { uri } }, { mcpReq: { signal } }) =>
    instance.measure({ method: "resources/read" }, () =>
      limited(instance, { name: `Reading ${excerpt(uri)}`, signal, uri }, (call) => read(resources, uri, call)),
    ),
  );
}

async function entriesOf(resource: Resource, call: ResourceCall<unknown>): Promise<ListedResource[]> {
  if ("uri" in resource) return [{ ...describe(resource), uri: resource.uri }];
  const entries = (await resource.list?.(call)) ?? [];
  return entries.map(({ uri, name }) => ({ uri, name, mimeType: resource.mimeType }));
}

function describe({
  name,
  title,
  description,
  mimeType,
}: Resource): Pick<Resource, "name" | "title" | "description" | "mimeType"> {
  return { name, title, description, mimeType };
}

async function read(
  resources: readonly Resource[],
  uri: string,
  call: ResourceCall<unknown>,
): Promise<ReadResourceResult> {
  const found = findResource(resources, uri);
  if (found === undefined) throw new ToolError("not_found", `No resource at ${excerpt(uri)}; see resources/list.`);
  const text = await found.resource.read(found.params, call);
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > MAX_BYTES) {
    throw new ToolError("too_large", `${excerpt(uri)} has ${sizeBytes} bytes; the limit is ${MAX_BYTES}.`, {
      hint: "Ask a tool of this server for the part that matters.",
    });
  }
  return { contents: [{ uri, mimeType: found.resource.mimeType, text }] };
}

interface Request {
  readonly name: string;
  readonly signal: AbortSignal;
  readonly uri?: string;
}

/** Runs `work` in a slot and under the deadline; what goes wrong becomes a protocol error. */
async function limited<T>(
  instance: Instance,
  { name, signal, uri }: Request,
  work: (call: ResourceCall<unknown>) => Promise<T>,
): Promise<T> {
  const { config, log, slots } = instance;
  const limits = { timeoutMs: config.toolTimeoutMs, signals: [signal, instance.signal] };
  try {
    return await withDeadline(name, limits, (stop) =>
      slots.run(stop, async () => work({ context: await instance.context(), signal: stop, log })),
    );
  } catch (thrown) {
    const error = toToolError(thrown);
    if (error.code === "internal") log.error({ err: error.cause }, `${name} failed unexpectedly`);
    throw toProtocolError(error, uri);
  }
}
