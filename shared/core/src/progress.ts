import type { ServerContext } from "@modelcontextprotocol/server";
import type { Progress } from "./tool.ts";

/** Reports progress to a client that sent a token, and only when it grows, as the protocol demands. */
export function createProgress(mcpReq: ServerContext["mcpReq"]): (report: Progress) => void {
  const token = mcpReq._meta?.progressToken;
  if (token === undefined) return () => undefined;
  let last = -Infinity;
  return (report) => {
    if (!(report.progress > last)) return;
    last = report.progress;
    // A client that is gone needs no progress; its call ends by the signal.
    mcpReq
      .notify({ method: "notifications/progress", params: { progressToken: token, ...report } })
      .catch(() => undefined);
  };
}
