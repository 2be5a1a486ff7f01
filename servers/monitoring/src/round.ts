/** Rounds for people and models; more digits would claim what a short window cannot know. */
export function round(value: number, digits = 1): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
