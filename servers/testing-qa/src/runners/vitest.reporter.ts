// Loaded by the project's Vitest (3 or newer) inside its main process, never inside a test worker.
import { clip, clipTitles, describeError, openReport } from "../report/report-writer.ts";

/** The parts of Vitest's reported tasks that are the same since version 3. */
interface Task {
  readonly type: string;
  readonly name: string;
  readonly moduleId: string;
  readonly parent: Task;
  readonly module: Task;
  readonly location?: { readonly line: number };
  readonly options: { readonly mode?: string };
  readonly project: { readonly name: string };
  readonly children: { allTests(): Iterable<Task> };
  state(): string;
  errors(): readonly unknown[];
  result(): { readonly state: string; readonly errors?: readonly unknown[] };
  diagnostic(): { readonly duration: number; readonly flaky?: boolean } | undefined;
}

const report = openReport();
/** Modules whose end was reported; before version 4 one that does not load has none. */
const endedModules = new Set<Task>();

class SealedReporter {
  onInit(vitest: { readonly version: string }): void {
    report.write({ kind: "begin", version: vitest.version });
  }

  onTestModuleQueued(module: Task): void {
    report.write({ kind: "file", file: module.moduleId, complete: false, empty: false });
  }

  onTestCaseReady(test: Task): void {
    report.write({ kind: "started", ...placeOf(test) });
  }

  onTestCaseResult(test: Task): void {
    const result = test.result();
    const diagnostic = test.diagnostic();
    report.write({
      kind: "test",
      ...placeOf(test),
      state: stateOf(test, result.state),
      ...(test.location === undefined ? {} : { line: test.location.line }),
      durationMs: diagnostic?.duration ?? 0,
      ...(diagnostic?.flaky === true ? { flaky: true } : {}),
      errors: result.state === "failed" ? (result.errors ?? []).slice(0, 3).map(describeWithStacks) : [],
    });
  }

  onTestSuiteResult(suite: Task): void {
    for (const error of suite.errors()) writeProblem("hook", suite.module.moduleId, error);
  }

  onTestModuleEnd(module: Task): void {
    endedModules.add(module);
    for (const error of module.errors()) writeProblem("load", module.moduleId, error);
    const empty = [...module.children.allTests()].length === 0;
    report.write({ kind: "file", file: module.moduleId, complete: true, empty });
  }

  onTestRunEnd(modules: readonly Task[], unhandled: readonly unknown[], reason: string): void {
    for (const module of modules) {
      if (!endedModules.has(module) && module.state() === "failed") this.onTestModuleEnd(module);
    }
    for (const error of unhandled) writeProblem("unhandled", undefined, error);
    report.write({ kind: "end", interrupted: reason === "interrupted" });
  }
}

function placeOf(test: Task): object {
  const titles = [test.name];
  for (let task = test.parent; task.type !== "module"; task = task.parent) titles.unshift(task.name);
  const project = test.project.name;
  return { file: test.module.moduleId, titles: clipTitles(titles), ...(project === "" ? {} : { project }) };
}

function stateOf(test: Task, state: string): string {
  if (state === "skipped" && test.options.mode === "todo") return "todo";
  return state === "passed" || state === "failed" ? state : "skipped";
}

function writeProblem(cause: string, file: string | undefined, error: unknown): void {
  report.write({ kind: "problem", cause, ...(file === undefined ? {} : { file }), error: describeWithStacks(error) });
}

/** Vitest maps stacks back to sources in `stacks`; the raw `stack` shows transformed code. */
function describeWithStacks(error: unknown): object {
  const stacks: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "stacks") : undefined;
  if (!Array.isArray(stacks) || stacks.length === 0) return describeError(error);
  const frames = stacks.map(({ method, file, line, column }) => `    at ${method} (${file}:${line}:${column})`);
  return { ...describeError(error), stack: clip(frames.join("\n")) };
}

// oxlint-disable-next-line import/no-default-export -- Vitest takes a reporter from the default export.
export default SealedReporter;
