import { EventEmitter, getEventListeners, once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import { Slots, withDeadline } from "./limits.ts";

afterEach(() => vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => undefined);
const idle = new AbortController().signal;

test("no more calls run at once than there are slots, and all end in order", async () => {
  const slots = new Slots(2);
  let running = 0;
  let most = 0;
  const ended: number[] = [];
  const call = (index: number): Promise<void> =>
    slots.run(idle, async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      ended.push(index);
    });
  await Promise.all(Array.from({ length: 20 }, (_, index) => call(index)));
  expect(most).toBe(2);
  expect(ended).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

test("past the waiting line a call is refused as busy", async () => {
  const slots = new Slots(1, 1);
  const stop = new AbortController();
  const running = slots.run(stop.signal, () => withDeadline("a", { timeoutMs: 0, signals: [stop.signal] }, never));
  const waiting = slots.run(stop.signal, never);
  await expect(slots.run(idle, never)).rejects.toMatchObject({ code: "busy" });
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: "cancelled" });
  await expect(waiting).rejects.toBeDefined();
});

test("a call that is cancelled while it waits leaves the line", async () => {
  const slots = new Slots(1);
  const held = new EventEmitter();
  const first = slots.run(idle, () => once(held, "release"));
  const stop = new AbortController();
  const second = slots.run(stop.signal, never);
  const third = slots.run(idle, () => Promise.resolve("third"));
  stop.abort(new Error("gone"));
  await expect(second).rejects.toThrow("gone");
  held.emit("release");
  await first;
  await expect(third).resolves.toBe("third");
});

test("a failing call gives its slot back", async () => {
  const slots = new Slots(1);
  await expect(slots.run(idle, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(slots.run(idle, () => Promise.resolve("yes"))).resolves.toBe("yes");
});

test("work that ignores its signal is answered at the deadline", async () => {
  vi.useFakeTimers();
  const outcome = withDeadline("slow_tool", { timeoutMs: 5_000, signals: [] }, never).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await outcome).toMatchObject({
    code: "timeout",
    message: "slow_tool did not finish within 5 s and was stopped.",
  });
});

test("work in time keeps its result and leaves no timer and no listener behind", async () => {
  vi.useFakeTimers();
  const server = new AbortController();
  const signals = [server.signal];
  await expect(withDeadline("a", { timeoutMs: 5_000, signals }, () => Promise.resolve(1))).resolves.toBe(1);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(server.signal, "abort")).toHaveLength(0);
});

test("a signal that is aborted already stops the work with its own reason", async () => {
  const gone = AbortSignal.abort();
  await expect(withDeadline("a", { timeoutMs: 0, signals: [gone] }, never)).rejects.toMatchObject({
    code: "cancelled",
  });
});
