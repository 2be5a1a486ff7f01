import type { PeerCertificate, TLSSocket } from "node:tls";
import { errorCodeOf, plainLine } from "@quartet/core";
import type { TlsInfo } from "../models.ts";

const DAY_MS = 86_400_000;

/** What a finished handshake tells of the target's certificate. */
export function describeCertificate(socket: TLSSocket, nowMs: number): TlsInfo {
  const certificate: Partial<PeerCertificate> = socket.getPeerCertificate();
  const issuer = nameOf(certificate.issuer);
  const subject = nameOf(certificate.subject);
  const expiresMs = Date.parse(certificate.valid_to ?? "");
  const protocol = socket.getProtocol();
  const problem = problemOf(socket.authorizationError);
  return {
    trusted: socket.authorized,
    ...(!socket.authorized && problem !== undefined && { problem }),
    ...(protocol !== null && { protocol }),
    ...(issuer !== undefined && { issuer }),
    ...(subject !== undefined && { subject }),
    ...(Number.isFinite(expiresMs) && {
      expiresAt: new Date(expiresMs).toISOString(),
      daysLeft: Math.floor((expiresMs - nowMs) / DAY_MS),
    }),
  };
}

/** Declared an Error, but a code such as CERT_HAS_EXPIRED in fact. */
function problemOf(error: unknown): string | undefined {
  if (typeof error === "string") return plainLine(error, 80);
  return error instanceof Error ? (errorCodeOf(error) ?? "UNTRUSTED") : undefined;
}

/** Fields of a certificate are the target's own words, and may be there many times. */
function nameOf(fields: { readonly CN?: unknown; readonly O?: unknown } | undefined): string | undefined {
  const name: unknown = [fields?.CN ?? fields?.O].flat()[0];
  return typeof name === "string" ? plainLine(name, 100) : undefined;
}
