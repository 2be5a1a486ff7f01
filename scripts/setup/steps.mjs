const REDRAW_MS = 1_000;

/** Shows what is being done and how long it took: one line that counts up in a terminal, two plain lines in a pipe. */
export function createSteps(output) {
  const live = output.isTTY === true;
  const paint = live && process.env.NO_COLOR === undefined;
  const mark = (color, text) => (paint ? `\u001b[${color}m${text}\u001b[0m` : text);
  const draw = (text) => output.write(`\r\u001b[2K${text}`);

  return {
    async run({ doing, done }, work) {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      if (live) draw(`  ${mark(36, "…")} ${doing}`);
      else output.write(`  … ${doing}\n`);
      const timer = live
        ? setInterval(() => draw(`  ${mark(36, "…")} ${doing} (${Math.floor(seconds())} s)`), REDRAW_MS)
        : undefined;
      try {
        const result = await work();
        const line = `  ${mark(32, "✓")} ${done} (${seconds().toFixed(1)} s)`;
        if (live) draw(`${line}\n`);
        else output.write(`${line}\n`);
        return result;
      } catch (error) {
        if (live) draw("");
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
