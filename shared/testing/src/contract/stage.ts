import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallToolResult, Tool } from "@modelcontextprotocol/client";
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/client/validators/ajv";
import type { ServerDefinition } from "@quartet/core";
import { afterAll, beforeAll, expect } from "vitest";
import { connect, type Session, type SessionOptions } from "../session.ts";
import type { Arguments, ContractOptions, Example } from "./options.ts";

/** What the themes of the suite share: a home with prepared data, and sessions that are closed at the end. */
export interface Stage {
  readonly definition: ServerDefinition;
  readonly options: ContractOptions;
  /** Opens a session over the shared home; `config` goes over the suite's settings. */
  open(config?: Arguments, more?: OpenOptions): Promise<Session>;
  /** The arguments of an example that needs no earlier answers, or has them in `answers`. */
  argumentsOf(tool: string, answers?: Readonly<Record<string, any>>): Arguments;
}

export interface OpenOptions extends Pick<SessionOptions, "era" | "home"> {
  readonly definition?: ServerDefinition;
}

/** Sets the shared home up before the tests of the enclosing block and removes everything afterwards. */
export function createStage(definition: ServerDefinition, options: ContractOptions): Stage {
  const sessions: Session[] = [];
  let home = "";
  const toolsets = [...new Set(["default", ...definition.tools.map(({ toolset }) => toolset)])];
  const settings = (): Arguments => (typeof options.config === "function" ? options.config() : (options.config ?? {}));
  const stage: Stage = {
    definition,
    options,
    async open(config = {}, { definition: variant = definition, ...more } = {}) {
      const session = await connect(variant, { home, config: { toolsets, ...settings(), ...config }, ...more });
      sessions.push(session);
      return session;
    },
    argumentsOf(tool, answers = {}) {
      return resolveExample(options.examples[tool] ?? {}, answers);
    },
  };
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "quartet-contract-"));
    await options.prepare?.(await stage.open());
  });
  afterAll(async () => {
    await Promise.all(sessions.map((session) => session.close()));
    await rm(home, { recursive: true, force: true });
  });
  return stage;
}

export function resolveExample(example: Example, answers: Readonly<Record<string, any>>): Arguments {
  return typeof example === "function" ? example(answers) : example;
}

/** Runs a tool and gives the whole result, success or failure. */
export async function callTool(session: Session, name: string, args: Arguments): Promise<CallToolResult> {
  return session.client.callTool({ name, arguments: { ...args } });
}

export async function listTools(session: Session): Promise<Tool[]> {
  const { tools } = await session.client.listTools();
  return tools;
}

export function sizeBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

type Schema = Parameters<AjvJsonSchemaValidator["getValidator"]>[0];
const validator = new AjvJsonSchemaValidator();

export function fits(schema: object, value: unknown): boolean {
  return validator.getValidator(schema)(value).valid;
}

/** Checks an answer against the schema that the client was shown, by a validator that is not the core's own. */
export function expectToMatch(tool: Tool, answer: unknown): void {
  const validate = validator.getValidator(tool.outputSchema as Schema);
  expect(validate(answer), `${tool.name} answered ${JSON.stringify(answer).slice(0, 500)}`).toMatchObject({
    valid: true,
  });
}
