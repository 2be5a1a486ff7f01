import type { CheckResult } from "../models.ts";
import { connectTcp } from "./connect.ts";
import { type Network, resolveWithin, runToResult } from "./run.ts";

export interface TcpCheck {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** Up when something accepts a connection; nothing is sent. */
export async function checkTcp(check: TcpCheck, network: Network, signal: AbortSignal): Promise<CheckResult> {
  const { host, port, timeoutMs } = check;
  const target = host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
  return await runToResult({ target, timeoutMs, network }, signal, async (run) => {
    const addresses = await resolveWithin(run, host);
    const { socket, address } = await run.trace.time("connectMs", connectTcp(addresses, port, run.signal));
    socket.on("error", () => undefined).destroy();
    run.trace.address = address;
    return run.trace.result("up", "The port accepts connections.");
  });
}
