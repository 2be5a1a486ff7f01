import type { TestPlace } from "../models.ts";
import { shownPath } from "../project/inside.ts";
import { fullName } from "../runners/name-filter.ts";
import { cleanText } from "./clean-text.ts";

const MAX_ID = 300;

/** How a test is called in answers: `[project] file::suite > test`, short and the same in every run. */
export function testId(place: TestPlace, folder: string): string {
  const project = place.project === undefined ? "" : `[${place.project}] `;
  const id = `${project}${shownPath(folder, place.file)}::${fullName(place.titles)}`;
  return cleanText(id, 2 * MAX_ID)
    .replaceAll("\n", " ")
    .slice(0, MAX_ID);
}

/** Gives the second and later tests of one id a number, since names need not be unique. */
export function numbered(ids: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return ids.map((id) => {
    const occurrence = (seen.get(id) ?? 0) + 1;
    seen.set(id, occurrence);
    return occurrence === 1 ? id : `${id} #${occurrence}`;
  });
}
