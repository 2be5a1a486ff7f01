const WRAP = 2 ** 32;
const NEAR = WRAP / 4;

/**
 * Growth of a counter between two samples. A smaller second value is a wrap when both ends lie close to where
 * 32-bit counters turn over, else a counter that began anew and so has grown by what it shows.
 */
export function growth(earlier: number | undefined, later: number | undefined): number | undefined {
  if (earlier === undefined || later === undefined) return undefined;
  if (!Number.isFinite(earlier) || !Number.isFinite(later)) return undefined;
  if (later >= earlier) return later - earlier;
  const wrapped = earlier < WRAP && earlier > WRAP - NEAR && later < NEAR;
  return wrapped ? later + WRAP - earlier : later;
}

/** Growth of times that the kernel lets slip back a little, such as iowait: never negative, and no new beginning. */
export function timeGrowth(earlierSeconds: number, laterSeconds: number): number {
  return Math.max(0, laterSeconds - earlierSeconds);
}
