#!/usr/bin/env node
import process from "node:process";
import { requireNode } from "@quartet/core/start";

requireNode(process);
const { runCommand } = await import("./commands/index.ts");
await runCommand(process);
