import type { Selection, Verdict } from "../models.ts";
import type { Judgement } from "./judge.ts";

const STEPS: Readonly<Record<Exclude<Verdict, "no_tests">, string>> = {
  passed: "Done.",
  failed: "Mend the first cause, then run its tests again by `files` and `name`.",
  aborted: "Nothing is proven. See `unfinished` and `output`; run the file that broke off alone.",
  timed_out:
    "Nothing is proven. Give a longer timeoutMs, or `files` (list_tests finds those of a name); `unfinished` shows what hung.",
  unknown: "Nothing is proven. `output` says why the runner did not report; mend that first.",
  tampered: "Nothing is proven. Something in the tests wrote into the report; find and remove it.",
};

/** What to do about a verdict, in one sentence. */
export function nextStep({ verdict, evidence }: Judgement, selection: Selection): string {
  const notRun = evidence.skipped + evidence.todo;
  if (verdict === "no_tests") return absent(notRun, selection);
  return verdict === "passed" && notRun > 0 ? "Done; mind the tests that did not run." : STEPS[verdict];
}

function absent(notRun: number, { name, files }: Selection): string {
  if (notRun > 0) return "Nothing is proven. Take skip or todo off the tests you need.";
  if (name !== undefined)
    return "Nothing is proven. list_tests shows the names there are; similarNames, where given, come close.";
  if (files.length > 0) return "Nothing is proven. Choose files from list_tests.";
  return "Nothing is proven. project_info shows where tests are looked for.";
}
