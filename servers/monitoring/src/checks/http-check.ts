import type { IncomingMessage } from "node:http";
import { plainLine, ToolError } from "@quartet/core";
import type { CheckResult } from "../models.ts";
import { readBody } from "./body.ts";
import { CheckFailure } from "./failure.ts";
import { requestHop } from "./http-hop.ts";
import { type CheckRun, type Network, runToResult } from "./run.ts";
import { nextUrl, showUrl } from "./url.ts";

export interface HttpCheck {
  readonly url: URL;
  readonly method: "GET" | "HEAD";
  /** Any below 400 when none is named. */
  readonly expectStatus?: readonly number[] | undefined;
  readonly expectText?: string | undefined;
  /** Characters of the body to hand back. */
  readonly excerptLength: number;
  readonly maxRedirects: number;
  readonly verifyTls: boolean;
  readonly timeoutMs: number;
}

/** Asks a web service and judges its answer. */
export async function checkHttp(check: HttpCheck, network: Network, signal: AbortSignal): Promise<CheckResult> {
  const options = { target: showUrl(check.url), timeoutMs: check.timeoutMs, network };
  return await runToResult(options, signal, async (run) => {
    const response = await finalResponse(check, run);
    try {
      return await judge(check, run, response);
    } finally {
      response.destroy();
    }
  });
}

/** Follows redirects, each judged anew: an open redirect must not lead a check where it may not go. */
async function finalResponse(check: HttpCheck, run: CheckRun): Promise<IncomingMessage> {
  let url = check.url;
  for (;;) {
    run.trace.startHop();
    // oxlint-disable-next-line no-await-in-loop -- each hop names the next
    const response = await hop(url, check, run);
    const next = wanted(check, run.trace.status) ? undefined : nextUrl(url, response);
    if (next === undefined || check.maxRedirects === 0) return response;
    response.destroy();
    if (run.trace.redirects.length >= check.maxRedirects) {
      throw new CheckFailure("down", `More than ${check.maxRedirects} redirects.`, { code: "TOO_MANY_REDIRECTS" });
    }
    run.trace.redirects.push(showUrl(next));
    url = next;
  }
}

async function hop(url: URL, check: HttpCheck, run: CheckRun): Promise<IncomingMessage> {
  try {
    const credentials = url.origin === check.url.origin ? check.url : undefined;
    return await requestHop({ url, credentials, method: check.method, verifyTls: check.verifyTls }, run);
  } catch (error) {
    // The first target is the caller's choice and so their error; a redirect is the target's.
    if (!(error instanceof ToolError) || run.trace.redirects.length === 0) throw error;
    const reason = "The target redirects to an address that checks do not contact.";
    throw new CheckFailure("inconclusive", reason, { code: "REDIRECT_REFUSED", cause: error });
  }
}

/** True when the caller named this status, be it a redirect. */
function wanted(check: HttpCheck, status: number | undefined): boolean {
  return status !== undefined && (check.expectStatus?.includes(status) ?? false);
}

async function judge(check: HttpCheck, run: CheckRun, response: IncomingMessage): Promise<CheckResult> {
  const { trace } = run;
  const status = response.statusCode ?? 0;
  const needsBody = check.method === "GET" && (check.expectText !== undefined || check.excerptLength > 0);
  const body = needsBody ? await readBody(response, run.signal) : undefined;
  const more = body && check.excerptLength > 0 ? { bodyExcerpt: plainLine(body.text, check.excerptLength) } : {};
  const statusFits = check.expectStatus === undefined ? status < 400 : wanted(check, status);
  if (!statusFits)
    return trace.result("down", `Status ${status} is not ${expectation(check)}.`, { cause: "STATUS", ...more });
  if (check.expectText === undefined || body === undefined || body.text.includes(check.expectText)) {
    return trace.result("up", upReason(status, trace.tls?.daysLeft), more);
  }
  const encoding = response.headers["content-encoding"];
  if (body.cut || (encoding !== undefined && encoding !== "identity")) {
    const reason = "The expected text is not in what could be read; the body is too long or compressed.";
    return trace.result("inconclusive", reason, { cause: "TEXT_UNKNOWN", ...more });
  }
  return trace.result("down", "The expected text is not in the body.", { cause: "TEXT_MISSING", ...more });
}

function expectation({ expectStatus }: HttpCheck): string {
  return expectStatus === undefined ? "below 400" : `one of ${expectStatus.join(", ")}`;
}

const SOON_DAYS = 21;

function upReason(status: number, daysLeft: number | undefined): string {
  const answered = `Answered with status ${status}.`;
  return daysLeft !== undefined && daysLeft < SOON_DAYS
    ? `${answered} The certificate expires in ${daysLeft} days.`
    : answered;
}
