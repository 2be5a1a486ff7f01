import type { Logger } from "./logger.ts";

/** What reading a resource is given. */
export interface ResourceCall<Context> {
  readonly context: Context;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

interface ResourceBase<Context> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  /** Returns the text of one resource. `params` holds the template's variables, decoded. */
  read(params: Readonly<Record<string, string>>, call: ResourceCall<Context>): Promise<string> | string;
}

/** A resource at one fixed address. */
export interface StaticResource<Context> extends ResourceBase<Context> {
  readonly uri: string;
}

/** A family of resources, addressed by an RFC 6570 template such as `schema://{source}/{table}`. */
export interface TemplateResource<Context> extends ResourceBase<Context> {
  readonly template: string;
  /** The addresses that exist now, for `resources/list`. */
  list?(call: ResourceCall<Context>): Promise<readonly ResourceEntry[]> | readonly ResourceEntry[];
}

export interface ResourceEntry {
  readonly uri: string;
  readonly name: string;
}

export type Resource<Context = unknown> = StaticResource<Context> | TemplateResource<Context>;

/** Describes a resource once, at a fixed `uri` or behind a `template`. */
export function defineResource<Context>(resource: Resource<Context>): Resource<Context> {
  return resource;
}
