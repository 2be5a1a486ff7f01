import { setTimeout as sleep } from "node:timers/promises";
import { type Call, defineTool, ToolError } from "@quartet/core";
import * as z from "zod";
import { type Context, killGroup } from "./context.ts";

const echoText = defineTool({
  name: "echo_text",
  title: "Echo text",
  description: "Gives the text back behind the greeting. Use it to see that the server answers.",
  effect: "read",
  untrusted: true,
  input: z.object({
    text: z.string().min(1).max(2_000).describe("Text to give back"),
    times: z.int().min(1).max(5).default(1).describe("How often"),
  }),
  output: z.object({ text: z.string() }),
  run({ text, times }, { context }: Call<Context>) {
    return { text: `${context.greeting} ${text.repeat(times)}` };
  },
});

const listNumbers = defineTool({
  name: "list_numbers",
  title: "List numbers",
  description: "Lists the numbers below a limit with their squares, page by page.",
  effect: "read",
  list: "numbers",
  input: z.object({
    below: z.int().min(0).max(10_000).describe("First number left out"),
    label: z.string().max(100).optional().describe("Text that goes with each number"),
  }),
  output: z.object({
    numbers: z.array(z.object({ value: z.int(), square: z.int(), label: z.string().optional() })),
    total: z.int(),
  }),
  run({ below, label }, { offset, context }: Call<Context>) {
    const end = Math.min(below, offset + context.pageSize);
    const numbers = Array.from({ length: Math.max(0, end - offset) }, (_, index) => ({
      value: offset + index,
      square: (offset + index) ** 2,
      ...(label !== undefined && { label }),
    }));
    return { numbers, total: below, more: end < below };
  },
});

const duration = z.int().min(0).max(3_600_000).default(3_600_000).describe("How long at most, in ms");

const holdCall = defineTool({
  name: "hold_call",
  title: "Hold a call",
  description: "Runs until its time is up, it is cancelled or its deadline passes, and reports progress at once.",
  effect: "read",
  input: z.object({ forMs: duration }),
  output: z.object({ heldMs: z.int() }),
  async run({ forMs }, { signal, progress }: Call<Context>) {
    progress({ progress: 1, total: 2, message: "holding" });
    await sleep(forMs, undefined, { signal });
    return { heldMs: forMs };
  },
});

const spawnChild = defineTool({
  name: "spawn_child",
  title: "Spawn a child",
  description: "Runs a child process with a child of its own until their time is up, or until it is killed.",
  effect: "write",
  timeoutMs: 0,
  input: z.object({ forMs: duration }),
  output: z.object({ exitCode: z.int() }),
  async run({ forMs }, { signal, context: { children }, progress }: Call<Context>) {
    const { spawn } = await import("node:child_process");
    const child = spawn("/bin/sh", ["-c", `sleep ${forMs / 1000}; exit 7`], { stdio: "ignore", detached: true });
    children.add(child);
    progress({ progress: 1, message: `pid ${child.pid}` });
    signal.addEventListener("abort", () => killGroup(child), { once: true });
    const exitCode = await new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
    children.delete(child);
    return { exitCode };
  },
});

const failCall = defineTool({
  name: "fail_call",
  title: "Fail a call",
  description: "Fails in the way asked for, or not. Use it to see how failures look.",
  effect: "read",
  toolset: "failures",
  input: z.object({ kind: z.enum(["none", "stated", "thrown", "output", "size"]).describe("How to fail") }),
  output: z.object({ text: z.string() }),
  run({ kind }, { maxBytes }: Call<Context>) {
    if (kind === "stated")
      throw new ToolError("conflict", "The sample is asked to fail.", { hint: "Ask differently." });
    if (kind === "none") return { text: "" };
    if (kind === "thrown") throw new Error("password=hunter2-hunter2 in a stack trace");
    // An answer that breaks its own schema, which only code with a fault gives.
    return { text: kind === "size" ? "x".repeat(maxBytes) : (7 as never) };
  },
});

const saveNote = defineTool({
  name: "save_note",
  title: "Save a note",
  description: "Keeps a text under a name; the same name again replaces it.",
  effect: "write",
  idempotent: true,
  input: z.object({
    name: z.string().min(1).max(100).describe("Name of the note"),
    text: z.string().max(1_000).describe("What it says"),
    tags: z.array(z.string().max(20)).max(5).default([]).describe("Words to find it by"),
  }),
  output: z.object({ name: z.string(), replaced: z.boolean() }),
  run({ name, text }, { context: { notes } }: Call<Context>) {
    const kept = notes.all();
    const replaced = kept.has(name);
    notes.save(kept.set(name, text));
    return { name, replaced };
  },
});

const deleteNote = defineTool({
  name: "delete_note",
  title: "Delete a note",
  description: "Removes a note for good.",
  effect: "destroy",
  idempotent: true,
  input: z.object({ name: z.string().min(1).max(100).describe("Name of the note") }),
  output: z.object({ deleted: z.boolean() }),
  run({ name }, { context: { notes } }: Call<Context>) {
    const kept = notes.all();
    if (!kept.delete(name)) throw new ToolError("not_found", "No note has this name.", { hint: "Save one first." });
    notes.save(kept);
    return { deleted: true };
  },
});

const waitForNote = defineTool({
  name: "wait_for_note",
  title: "Wait for a note",
  description: "Waits until a note is there, at most the given time.",
  effect: "read",
  waits: true,
  timeoutMs: 0,
  input: z.object({
    name: z.string().min(1).max(100).describe("Name of the note"),
    // Its own argument, since only a tool with a list gets the core's.
    cursor: z.string().max(20).default("start").describe("Given back in the answer"),
    timeoutMs: z.int().min(0).max(20_000).default(10_000).describe("How long to wait, in ms"),
  }),
  output: z.object({ found: z.boolean(), cursor: z.string() }),
  async run({ name, cursor, timeoutMs }, { context: { notes }, signal }: Call<Context>) {
    const ends = Date.now() + timeoutMs;
    while (!notes.all().has(name) && Date.now() < ends) await sleep(5, undefined, { signal });
    return { found: notes.all().has(name), cursor };
  },
});

export const tools = [echoText, listNumbers, holdCall, spawnChild, failCall, saveNote, deleteNote, waitForNote];
