import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type Server,
  UriTemplate,
} from "@modelcontextprotocol/server";
import { toToolError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import type { Instance } from "./instance.ts";
import { withDeadline } from "./limits.ts";
import type { Resource, ResourceCall } from "./resource.ts";

/** Registers list, templates and read for the resources of a server. */
export function serveResources(server: Server, instance: Instance): void {
  const { resources } = instance.definition;
  const call = async (signal: AbortSignal): Promise<ResourceCall<unknown>> => ({
    context: await instance.context(),
    signal,
    log: instance.log,
  });

  server.setRequestHandler("resources/list", async (_request, { mcpReq }) => ({
    resources: (await Promise.all(resources.map((resource) => entriesOf(resource, () => call(mcpReq.signal))))).flat(),
  }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: resources.flatMap((resource) =>
      "template" in resource ? [{ ...describe(resource), uriTemplate: resource.template }] : [],
    ),
  }));
  server.setRequestHandler("resources/read", ({ params: { uri } }, { mcpReq }) =>
    instance.measure({ method: "resources/read" }, async () => {
      const found = findResource(resources, uri);
      if (found === undefined) {
        throw new ResourceNotFoundError(uri, `No resource at ${excerpt(uri)}; see resources/list.`);
      }
      const limits = { timeoutMs: instance.config.toolTimeoutMs, signals: [mcpReq.signal, instance.signal] };
      try {
        const read = async (signal: AbortSignal): Promise<string> =>
          found.resource.read(found.params, await call(signal));
        const text = await withDeadline(`Reading ${uri}`, limits, read);
        return { contents: [{ uri, mimeType: found.resource.mimeType, text }] };
      } catch (thrown) {
        throw readError(uri, thrown, instance);
      }
    }),
  );
}

async function entriesOf(resource: Resource, call: () => Promise<ResourceCall<unknown>>) {
  if ("uri" in resource) return [{ ...describe(resource), uri: resource.uri }];
  if (resource.list === undefined) return [];
  const entries = await resource.list(await call());
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

function findResource(
  resources: readonly Resource[],
  uri: string,
): { resource: Resource; params: Record<string, string> } | undefined {
  for (const resource of resources) {
    if ("uri" in resource) {
      if (resource.uri === uri) return { resource, params: {} };
      continue;
    }
    const variables = new UriTemplate(resource.template).match(uri);
    const params = variables === null ? undefined : decode(variables);
    if (params !== undefined) return { resource, params };
  }
  return undefined;
}

/** The variables of an address, or `undefined` when it is not properly percent-encoded. */
function decode(variables: Record<string, string | string[]>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, decodeURIComponent(String(value))]),
    );
  } catch {
    return undefined;
  }
}

function readError(uri: string, thrown: unknown, { log }: Instance): ProtocolError {
  const error = toToolError(thrown);
  if (error.code === "internal") log.error({ err: error.cause }, "reading a resource failed unexpectedly");
  const text = [error.message, error.hint].filter(Boolean).join(" ");
  if (error.code === "not_found") return new ResourceNotFoundError(uri, text);
  return new ProtocolError(
    error.code === "invalid_input" ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
    text,
  );
}
