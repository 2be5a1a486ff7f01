import { isIP, isIPv4 } from "node:net";

/** What the setting `allowTargets` may name. */
export type AllowedTarget =
  | { readonly kind: "range"; readonly address: string; readonly prefix: number; readonly family: "ipv4" | "ipv6" }
  | { readonly kind: "name"; readonly name: string };

const NAME = /^(?=.{1,253}$)(?:[\w-]{1,63}\.)*[\w-]{1,63}$/;

/** An address, `address/bits` or a host name; `undefined` for anything else, which must not pass for a wider range. */
export function parseAllowedTarget(text: string): AllowedTarget | undefined {
  const [address = "", bits, ...rest] = text.split("/");
  if (isIP(address) === 0 || address.includes("%")) {
    // All digits and dots is a mistyped address, not a name.
    const isName = NAME.test(text) && !/^[\d.]+$/.test(text);
    return isName ? { kind: "name", name: text.toLowerCase() } : undefined;
  }
  const [family, most] = isIPv4(address) ? (["ipv4", 32] as const) : (["ipv6", 128] as const);
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined;
  const prefix = bits === undefined ? most : Number(bits);
  return prefix > most ? undefined : { kind: "range", address, prefix, family };
}
