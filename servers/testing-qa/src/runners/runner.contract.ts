import { describe, expect, test } from "vitest";
import type { Runner } from "./runner.ts";
import { useRunner } from "./runner-under-test.fixture.ts";

const PASSES = `describe("math", () => { it("adds", () => equal(1 + 1, 2)); it("subtracts", () => equal(3 - 1, 2)); });`;
const FAILS = `describe("math", () => { it("adds", () => equal({ sum: 1 + 1 }, { sum: 3 })); it("is", () => equal(1, 1)); });`;

/** What every runner must do on real projects. */
export function describeRunner(runner: Runner): void {
  const run = useRunner(runner);

  describe(`the runner ${runner.name}`, { timeout: 90_000 }, () => {
    test("passes a project whose tests all pass, with the counts", async () => {
      const answer = await run({ "a.test.js": PASSES });
      expect(answer).toMatchObject({
        verdict: "passed",
        evidence: { passed: 2, failed: 0 },
        failures: [],
        reasons: [],
      });
    });

    test("shows a failing test with its place, its message and its code", async () => {
      const answer = await run({ "a.test.js": FAILS });
      expect(answer).toMatchObject({ verdict: "failed", evidence: { passed: 1, failed: 1 } });
      expect(answer.failures).toHaveLength(1);
      expect(answer.failures[0]).toMatchObject({ kind: "test", count: 1, tests: ["a.test.js::math > adds"] });
      expect(answer.failures[0]?.at).toMatch(/^a\.test\.js:\d+$/);
      expect(answer.failures[0]?.code).toContain("sum: 3");
      expect(`${answer.failures[0]?.message}${answer.failures[0]?.diff}`).toMatch(/[+-] +"?sum"?: 3/);
    });

    test("says no_tests when a name matches nothing, and offers names like it", async () => {
      const answer = await run({ "a.test.js": PASSES }, { name: "math addz" });
      expect(answer).toMatchObject({ verdict: "no_tests", evidence: { passed: 0, failed: 0 } });
      expect(answer.similarNames?.[0]).toBe("math > adds");
    });

    test.each(["math > adds", "math adds", "adds", "ath > ad"])("selects one test by the name %j", async (name) => {
      const answer = await run({ "a.test.js": PASSES, "b.test.js": `it("other", () => equal(1, 2));` }, { name });
      expect(answer).toMatchObject({ verdict: "passed", evidence: { passed: 1, failed: 0, skipped: 0 } });
    });

    test("takes a name literally, whatever characters it has", async () => {
      const title = "adds [x] (1) $5 ^a+ | 50% /re/ \\d";
      const files = { "a.test.js": `it(${JSON.stringify(title)}, () => {}); it("adds x", () => {});` };
      expect(await run(files, { name: title })).toMatchObject({ verdict: "passed", evidence: { passed: 1 } });
    });

    test.each(['"; rm -rf ~ #', "$(touch owned)", "`touch owned`", "%PATH%", "(", "^(a+)+$"])(
      "finds nothing by the hostile name %j, and runs nothing of it",
      async (name) => {
        expect(await run({ "a.test.js": PASSES }, { name })).toMatchObject({ verdict: "no_tests" });
      },
    );

    test("runs only the files that are named, with brackets in their names too", async () => {
      const files = { "test/[id]/a(1).test.js": PASSES, "b.test.js": FAILS };
      const answer = await run(files, { files: ["test/[id]/a(1).test.js"] });
      expect(answer).toMatchObject({ verdict: "passed", evidence: { passed: 2, failed: 0 } });
    });

    test("says no_tests when every test is skipped or todo", async () => {
      const answer = await run({ "a.test.js": `it.skip("later", () => {}); it.todo("some day");` });
      expect(answer).toMatchObject({ verdict: "no_tests", evidence: { passed: 0, skipped: 1, todo: 1 } });
    });

    test("never passes a requested file that declares no test", async () => {
      const answer = await run({ "a.test.js": PASSES, "b.test.js": "" }, { files: ["a.test.js", "b.test.js"] });
      expect(answer.verdict).not.toBe("passed");
    });

    test("fails on a file that does not compile, though others pass", async () => {
      const answer = await run({ "a.test.js": PASSES, "b.test.js": "it('x', () => { ;;; " });
      expect(answer).toMatchObject({ verdict: "failed", evidence: { passed: 2, failed: 0, problems: 1 } });
      expect(answer.failures[0]).toMatchObject({ kind: "load", tests: ["b.test.js"] });
    });

    test("fails on a file that throws or imports what is missing while it loads", async () => {
      const answer = await run({
        "a.test.js": `it("x", () => {}); import "./gone.js";`,
        "b.test.js": `throw new Error("no");`,
      });
      expect(answer).toMatchObject({ verdict: "failed", evidence: { passed: 0, problems: 2 } });
    });

    test("says unknown, and shows why, when the runner does not come to report", async () => {
      const broken =
        runner.name === "vitest"
          ? { "vitest.config.js": `throw new Error("setup broke");` }
          : {
              "setup.js": `throw new Error("setup broke");`,
              "package.json": JSON.stringify({ type: "module", scripts: { test: "node --import ./setup.js --test" } }),
            };
      const answer = await run({ ...broken, "a.test.js": PASSES });
      expect(answer.verdict).not.toBe("passed");
      expect(JSON.stringify(answer)).toContain("setup broke");
    });

    test("fails on a broken beforeAll hook", async () => {
      const hook =
        runner.name === "vitest"
          ? `import { beforeAll as before } from "vitest";`
          : `import { before } from "node:test";`;
      const answer = await run({
        "a.test.js": `${hook} describe("s", () => { before(() => { throw new Error("hook broke"); }); it("a", () => {}); });`,
      });
      expect(answer.verdict).toBe("failed");
      expect(JSON.stringify(answer.failures)).toContain("hook broke");
    });

    test("fails on an unhandled rejection although every test passed", async () => {
      const answer = await run({ "a.test.js": `it("a", () => {}); Promise.reject(new Error("stray"));` });
      expect(answer).toMatchObject({ verdict: "failed", evidence: { passed: 1, failed: 0 } });
      expect(JSON.stringify(answer.failures)).toContain("stray");
    });

    test("does not pass a file that calls process.exit(0) half way", async () => {
      const answer = await run({
        "a.test.js": `it("a", () => {}); it("b", () => { process.exit(0); }); it("c", () => {});`,
      });
      expect(["failed", "aborted"]).toContain(answer.verdict);
    });

    test("does not pass a file that calls process.exit(0) while it loads, after a test", async () => {
      const answer = await run({
        "a.test.js": `it("a", () => {}); await new Promise((r) => setTimeout(r, 20)); process.exit(0);`,
        "b.test.js": PASSES,
      });
      expect(["failed", "aborted"]).toContain(answer.verdict);
    });

    test("does not pass a file whose process becomes another program", async () => {
      const become = `process.execve?.(process.execPath, [process.execPath, "--version"], {}); process.exit(0);`;
      const answer = await run({
        "a.test.js": `it("a", () => { ${become} }); it("b", () => {});`,
        "b.test.js": PASSES,
      });
      expect(["failed", "aborted"]).toContain(answer.verdict);
    });

    test("judges tests whose names have no end", async () => {
      const answer = await run({
        "a.test.js": `it("x".repeat(3_000_000), () => {}); it("y".repeat(3_000_000), () => equal(1, 2));`,
      });
      expect(answer).toMatchObject({ verdict: "failed", evidence: { passed: 1, failed: 1 } });
      expect(JSON.stringify(answer).length).toBeLessThan(10_000);
    });

    test("does not pass a file whose process kills itself", async () => {
      const answer = await run({
        "a.test.js": `it("a", () => {}); it("b", () => { process.kill(process.pid, "SIGKILL"); });`,
        "b.test.js": PASSES,
      });
      expect(["failed", "aborted"]).toContain(answer.verdict);
    });

    test("aborts when a test kills the runner itself", async () => {
      const answer = await run({
        "a.test.js": `it("a", async () => { process.kill(process.ppid, "SIGKILL"); await new Promise((r) => setTimeout(r, 5000)); });`,
      });
      expect(answer.verdict).toBe("aborted");
    });

    test("is not fooled by what a test prints", async () => {
      const lie = `{"kind":"end","seq":9,"numTotalTests":99,"success":true}`;
      const answer = await run({
        "a.test.js": `it("a", () => { console.log(${JSON.stringify(lie)}); process.stdout.write("\\u0000ok 1\\n"); equal(1, 2); });`,
      });
      expect(answer).toMatchObject({ verdict: "failed", evidence: { passed: 0, failed: 1 } });
    });

    test("calls a report tampered when a test writes into it", async () => {
      const forge = `
        import { readdirSync, readFileSync, appendFileSync } from "node:fs";
        import { tmpdir } from "node:os";
        import { join } from "node:path";
        it("forges", () => {
          for (const folder of readdirSync(tmpdir()).filter((name) => name.startsWith("quartet-run-")))
            for (const file of readdirSync(join(tmpdir(), folder)).filter((name) => name.endsWith(".jsonl")))
              if (readFileSync(join(tmpdir(), folder, file), "utf8").includes(import.meta.dirname)) appendFileSync(join(tmpdir(), folder, file), "0".repeat(64) + ' {"seq":3,"kind":"end","interrupted":false}\\n');
        });`;
      expect(await run({ "a.test.js": forge })).toMatchObject({ verdict: "tampered" });
    });

    test("times out on an endless loop and says where it hung", async () => {
      const answer = await run(
        { "a.test.js": `it("a", () => {}); it("spins", async () => { await null; for (;;); });` },
        // Long enough for the runner to begin the test even on a busy machine.
        { timeoutMs: 12_000 },
      );
      expect(answer.verdict).toBe("timed_out");
      expect(answer.unfinished?.join()).toContain("a.test.js");
    });

    test("aborts when it is cancelled, and names the test that was under way", async () => {
      const cancel = new AbortController();
      const body = `it("a", () => {}); it("waits", () => new Promise(() => setInterval(() => {}, 1000)));`;
      const wanted = { signal: cancel.signal, onProgress: () => cancel.abort() };
      const answer = await run({ "a.test.js": body }, wanted);
      expect(answer).toMatchObject({ verdict: "aborted", evidence: { passed: 1 }, unfinished: ["a.test.js::waits"] });
    });

    test("gives the tests none of the server's environment but what is allowed", async () => {
      const answer = await run({
        "a.test.js": `it("a", () => equal(Object.keys(process.env).filter((key) => /VITEST_POOL_SECRET|NODE_OPTIONS|HOME/.test(key)), []));`,
      });
      expect(answer.verdict).toBe("passed");
    });
  });
}
