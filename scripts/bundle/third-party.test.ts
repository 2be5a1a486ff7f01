import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { licenseFile, thirdPartiesOf } from "./third-party.ts";

const INNER =
  "//#region ../../node_modules/.pnpm/inner-formats@3.0.1_inner@8.1.0/node_modules/inner-formats/dist/x.js\n";
const root = mkdtempSync(join(tmpdir(), "quartet-licences-"));
afterAll(() => rmSync(root, { recursive: true }));
const files: Readonly<Record<string, string>> = {
  "src/own.ts": "export {};",
  "node_modules/.pnpm/zed@1.2.3/node_modules/zed/package.json": '{ "version": "1.2.3", "license": "Apache-2.0" }',
  "node_modules/.pnpm/zed@1.2.3/node_modules/zed/LICENSE": "The terms.\r\n",
  "node_modules/.pnpm/zed@1.2.3/node_modules/zed/NOTICE.md": "The notice.",
  "node_modules/.pnpm/zed@1.2.3/node_modules/zed/lib/a.js": "export {};",
  "node_modules/.pnpm/zed@1.2.3/node_modules/zed/lib/b.js": "export {};",
  "node_modules/@s/outer/package.json": '{ "version": "2.0.0", "license": "MIT" }',
  "node_modules/@s/outer/license.txt": "Outer terms.",
  "node_modules/@s/outer/dist/all.js": `${INNER}export {};\n//#endregion\n`,
  "node_modules/bare/package.json": '{ "version": "0.1.0" }',
  "node_modules/bare/index.js": "export {};",
  "kept/inner-formats.txt": "Inner terms.",
};
for (const [file, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
const modules = (...names: string[]): string[] => names.map((name) => join(root, name));
const zed = "node_modules/.pnpm/zed@1.2.3/node_modules/zed/lib";

test("every package in the bundle is named once, with its licence and notice, in the order of names", () => {
  const ids = modules(`${zed}/b.js`, "src/own.ts", `${zed}/a.js`, "node_modules/@s/outer/dist/all.js");
  const parties = thirdPartiesOf(ids, join(root, "kept"));
  expect(parties).toEqual([
    { name: "@s/outer", version: "2.0.0", license: "MIT", texts: ["Outer terms."] },
    { name: "inner-formats", version: "3.0.1", license: "see below", texts: ["Inner terms."] },
    { name: "zed", version: "1.2.3", license: "Apache-2.0", texts: ["The terms.", "The notice."] },
  ]);
  expect(thirdPartiesOf(ids.toReversed(), join(root, "kept"))).toEqual(parties);
  expect(licenseFile(parties)).toContain("zed 1.2.3 (Apache-2.0)");
});

test("a package without a licence text stops the build", () => {
  expect(() => thirdPartiesOf(modules("node_modules/bare/index.js"), join(root, "kept"))).toThrow(
    /^bare 0\.1\.0 has no licence text\. Put it into .*bare\.txt\.$/,
  );
});
