#!/usr/bin/env node
import process from "node:process";
import { start } from "@quartet/core/start";

await start(process, () => import("./server.ts"));
