import type { Problem, Report, ReportEvent, TestPlace, TestResult } from "../models.ts";
import { ReportReader } from "./report-reader.ts";

/** Puts the events of one run together into its report. */
export class ReportCollector {
  readonly reader: ReportReader;
  readonly #tests: TestResult[] = [];
  readonly #problems: Problem[] = [];
  readonly #files = new Map<string, { complete: boolean; empty: boolean }>();
  readonly #running = new Map<string, TestPlace>();
  #version: string | undefined;
  #began = false;
  #ended = false;
  #interrupted = false;

  constructor(key: string) {
    this.reader = new ReportReader(key, (event) => this.#add(event));
  }

  get finishedTests(): number {
    return this.#tests.length;
  }

  report(): Report {
    const { forgedLines, torn } = this.reader.state();
    const files = [...this.#files];
    return {
      began: this.#began,
      ended: this.#ended && !torn,
      interrupted: this.#interrupted,
      forgedLines,
      ...(this.#version === undefined ? {} : { runnerVersion: this.#version }),
      tests: this.#tests,
      problems: this.#problems,
      finishedFiles: files.filter(([, file]) => file.complete && !file.empty).map(([path]) => path),
      emptyFiles: files.filter(([, file]) => file.complete && file.empty).map(([path]) => path),
      incompleteFiles: files.filter(([, file]) => !file.complete).map(([path]) => path),
      unfinished: [...this.#running.values()],
    };
  }

  #add(event: ReportEvent): void {
    switch (event.kind) {
      case "begin":
        this.#began = true;
        this.#version = event.version;
        return;
      case "started":
        this.#running.set(keyOf(event), { file: event.file, titles: event.titles, project: event.project });
        return;
      case "settled":
        this.#running.delete(keyOf(event));
        return;
      case "test":
        this.#running.delete(keyOf(event));
        this.#tests.push(event);
        return;
      case "problem":
        this.#problems.push(event);
        return;
      case "file":
        this.#files.set(event.file, { complete: event.complete, empty: event.empty });
        return;
      case "end":
        this.#ended = true;
        this.#interrupted ||= event.interrupted;
    }
  }
}

function keyOf(place: TestPlace): string {
  return JSON.stringify([place.project ?? "", place.file, place.titles]);
}
