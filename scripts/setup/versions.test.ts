import { readdirSync, readFileSync } from "node:fs";
import { requireNode } from "@quartet/core/start";
import { expect, test } from "vitest";
// @ts-expect-error -- plain JavaScript, which runs before there is a compiler
import { TO_RUN } from "./node-version.mjs";
import { PNPM } from "./pnpm-call.mjs";

const root = new URL("../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");
const manifest = JSON.parse(read("package.json"));

test("the set-up, the servers and every package name the same oldest Node", () => {
  const oldest: string = TO_RUN.join(".");
  const said: string[] = [];
  const old = { versions: { node: "18.0.0" }, stderr: { write: (text: string) => said.push(text) }, exit: () => said };
  requireNode(old as unknown as NodeJS.Process);
  expect(said.join("")).toContain(`Quartet needs Node ${oldest} or newer`);
  for (const group of ["servers", "shared"]) {
    for (const name of readdirSync(new URL(group, root))) {
      expect(JSON.parse(read(`${group}/${name}/package.json`)).engines.node, name).toBe(`>=${oldest}`);
    }
  }
});

test("pnpm and the repository's Node have one version each", () => {
  expect(manifest.devEngines.packageManager.version).toBe(`>=${PNPM.replace("pnpm@", "")} <13`);
  expect(read("pnpm-workspace.yaml")).toContain(`\nnodeVersion: ${manifest.optionalDependencies.node}\n`);
});
