import type { Metrics } from "./metrics.ts";

const ignore = (): void => undefined;

/** Stands in where nobody can scrape, so that a stdio server does not load a metrics library. */
export const noopMetrics: Metrics = {
  gauge: () => ({ set: ignore }),
  counter: () => ({ add: ignore, set: ignore }),
  histogram: () => ({ observe: ignore }),
  onScrape: ignore,
  text: () => Promise.resolve(""),
};
