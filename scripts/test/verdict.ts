import type { Tally } from "./tally.ts";

/** Ends a run: what was skipped and why, then the counts alone on the last line. */
export function verdictLines({ passed, failed, skipped }: Tally, strict: boolean): string[] {
  const skips = skipped.map(({ name, reason }) => `SKIPPED  ${name}: ${reason}`);
  if (skipped.length > 0 && strict) skips.push("A skipped test is a failure here, because CI is set.");
  if (passed + failed + skipped.length === 0) skips.push("No test was found.");
  return ["", ...skips, `${passed} passed, ${failed} failed, ${skipped.length} skipped`];
}

export function exitCodeOf({ passed, failed, skipped }: Tally, strict: boolean): number {
  const incomplete = passed === 0 || (strict && skipped.length > 0);
  return failed > 0 || incomplete ? 1 : 0;
}
