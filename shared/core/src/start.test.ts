import { expect, test, vi } from "vitest";
import { start } from "./start.ts";

class Exit extends Error {}

function fakeProcess(version: string): { process: NodeJS.Process; written: string[] } {
  const written: string[] = [];
  const process = {
    versions: { node: version },
    stderr: { write: (text: string) => written.push(text) },
    exit: () => {
      throw new Exit();
    },
  };
  return { process: process as unknown as NodeJS.Process, written };
}

test.each(["18.20.4", "20.20.2", "22.17.1"])(
  "Node %s is refused in one line before anything loads",
  async (version) => {
    const { process, written } = fakeProcess(version);
    const load = vi.fn<Parameters<typeof start>[1]>();
    await expect(start(process, load)).rejects.toBeInstanceOf(Exit);
    expect(load).not.toHaveBeenCalled();
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(new RegExp(`^Quartet needs Node 22.18 or newer; this is ${version}\\..*\n$`));
  },
);
