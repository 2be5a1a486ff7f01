import type { Reporter, TestModule } from "vitest/node";

export interface SkippedTest {
  readonly name: string;
  readonly reason: string;
}

/** What a whole run came to. Nothing that went wrong is left out: a file that does not load is a failure. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
}

/** A vitest reporter that counts, and the count. */
export function createTally(): { readonly reporter: Reporter; result(): Tally } {
  let result: Tally = { passed: 0, failed: 0, skipped: [] };
  const reporter: Reporter = {
    onTestRunEnd(modules, unhandledErrors) {
      const tallies = modules.map((module) => countModule(module));
      result = {
        passed: sum(tallies.map(({ passed }) => passed)),
        failed: sum(tallies.map(({ failed }) => failed)) + unhandledErrors.length,
        skipped: tallies.flatMap(({ skipped }) => skipped),
      };
    },
  };
  return { reporter, result: () => result };
}

/** A test without an end counts as failed, and so does every suite or file with an error of its own. */
function countModule(module: Pick<TestModule, "children" | "errors" | "relativeModuleId">): Tally {
  const count = (state: "passed" | "failed" | "pending"): number => [...module.children.allTests(state)].length;
  const brokenSuites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;
  const broken = brokenSuites + (module.errors().length > 0 ? 1 : 0);
  return {
    passed: count("passed"),
    failed: count("failed") + count("pending") + broken,
    skipped: [...module.children.allTests("skipped")].map((test) => {
      const result = test.result();
      const note = result.state === "skipped" ? result.note : undefined;
      return { name: `${module.relativeModuleId} > ${test.fullName}`, reason: note ?? "no reason given" };
    }),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
