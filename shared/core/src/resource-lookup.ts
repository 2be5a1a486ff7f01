import { UriTemplate } from "@modelcontextprotocol/server";
import type { Resource } from "./resource.ts";

export interface FoundResource {
  readonly resource: Resource;
  /** The template's variables, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** The resource that an address belongs to; fixed addresses go before templates of the same list as they stand. */
export function findResource(resources: readonly Resource[], uri: string): FoundResource | undefined {
  for (const resource of resources) {
    const params = "uri" in resource ? matchFixed(resource.uri, uri) : matchTemplate(resource.template, uri);
    if (params !== undefined) return { resource, params };
  }
  return undefined;
}

function matchFixed(own: string, uri: string): FoundResource["params"] | undefined {
  return own === uri ? {} : undefined;
}

/** The variables of an address, or `undefined` when it is another's or not properly percent-encoded. */
function matchTemplate(template: string, uri: string): FoundResource["params"] | undefined {
  const variables = new UriTemplate(template).match(uri);
  if (variables === null) return undefined;
  try {
    return Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, decodeURIComponent(String(value))]),
    );
  } catch {
    return undefined;
  }
}
