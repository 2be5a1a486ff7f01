import type { Client, Tool } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import { SERVERS as DEFINITIONS } from "../scripts/docs/servers.ts";
import { connectStdio } from "./support/clients.ts";
import { SERVERS, type Target } from "./support/targets.ts";

/** What a model reads of all four servers together, with the settings that they have by themselves. */
const MAX_TOOLS = 36;
const MAX_TOKENS = 9_000;
const MAX_SERVER_TOKENS = 3_000;
const MAX_READING_DATABASE_TOKENS = 1_500;
const MAX_INSTRUCTION_TOKENS = 300;
/** Cursor counts the names of server and tool together. */
const MAX_NAME_LENGTH = 60;
const BYTES_PER_TOKEN = 4;

interface Offer {
  readonly name: string;
  readonly instructions: string;
  readonly tools: readonly Tool[];
}

/** What a built server offers when it is started without a setting. */
async function offerOf(target: Target, args: readonly string[] = []): Promise<Offer> {
  const client: Client = await connectStdio({ ...target, entry: [...target.entry, ...args] }, "2026-07-28");
  const { tools } = await client.listTools();
  return { name: target.name, instructions: client.getInstructions() ?? "", tools };
}

function allOffers(): Promise<Offer[]> {
  return Promise.all(SERVERS.map((target) => offerOf(target)));
}

function tokens(value: unknown): number {
  return Math.ceil(Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value)) / BYTES_PER_TOKEN);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function readTokens(tools: readonly Tool[]): number {
  return tokens(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })));
}

describe("the four servers with their own defaults", () => {
  test(`offer at most ${MAX_TOOLS} tools together`, async () => {
    const offers = await allOffers();
    expect(offers.every(({ tools }) => tools.length > 0)).toBe(true);
    expect(offers.flatMap(({ tools }) => tools).length).toBeLessThanOrEqual(MAX_TOOLS);
  });

  test(`have lists of at most ${MAX_TOKENS} tokens together, and twice that with all that a list sends`, async () => {
    const offers = await allOffers();
    expect(sum(offers.map(({ tools }) => readTokens(tools)))).toBeLessThanOrEqual(MAX_TOKENS);
    expect(sum(offers.map(({ tools }) => tokens(tools)))).toBeLessThanOrEqual(2 * MAX_TOKENS);
  });

  test(`have at most ${MAX_SERVER_TOKENS} tokens each, and short instructions`, async () => {
    for (const { name, tools, instructions } of await allOffers()) {
      expect(readTokens(tools), name).toBeLessThanOrEqual(MAX_SERVER_TOKENS);
      expect(instructions, name).not.toBe("");
      expect(tokens(instructions), name).toBeLessThanOrEqual(MAX_INSTRUCTION_TOKENS);
    }
  });

  test("offer exactly the tools of the toolset default, in the order of their definition", async () => {
    for (const offer of await allOffers()) {
      const { tools = [] } = DEFINITIONS.find(({ name }) => name === offer.name) ?? {};
      const defined = tools.filter(({ toolset }) => toolset === "default");
      expect(offer.tools.map(({ name }) => name)).toEqual(defined.map(({ name }) => name));
    }
  });

  test("have names that fit into a client's limit", async () => {
    for (const { name, tools } of await allOffers()) {
      for (const tool of tools) expect(`${name}${tool.name}`.length, tool.name).toBeLessThanOrEqual(MAX_NAME_LENGTH);
    }
  });
});

test(`the reading database server needs at most ${MAX_READING_DATABASE_TOKENS} tokens`, async () => {
  const target = SERVERS.find(({ name }) => name === "database");
  if (target === undefined) throw new Error("there is no database server");
  const { tools } = await offerOf(target, ["--read-only"]);
  expect(tools.length).toBeGreaterThan(0);
  expect(readTokens(tools)).toBeLessThanOrEqual(MAX_READING_DATABASE_TOKENS);
});
