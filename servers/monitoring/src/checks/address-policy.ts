import { BlockList, isIP, isIPv4 } from "node:net";
import { parseAllowedTarget } from "./allowed-target.ts";

export interface AddressPolicy {
  /** Why a check may not contact this address; `undefined` when it may. */
  refusal(address: string): string | undefined;
  /** The same for a name, before it is resolved. */
  nameRefusal(hostName: string): string | undefined;
}

export interface AddressRules {
  /** Addresses or CIDR ranges allowed although a rule below forbids them. */
  readonly allowed: readonly string[];
  /** False forbids loopback and private networks too. */
  readonly privateAllowed: boolean;
}

/** Where clouds hand out credentials, and what is no single machine. */
const FORBIDDEN: readonly (readonly [reason: string, ranges: readonly string[]])[] = [
  ["a link-local address, where clouds serve metadata", ["169.254.0.0/16", "fe80::/10"]],
  ["a cloud metadata address", ["fd00:ec2::/32", "fd20:ce::254/128", "100.100.100.200/32", "168.63.129.16/32"]],
  ["an unspecified address", ["0.0.0.0/8", "::/128"]],
  ["a multicast or broadcast address", ["224.0.0.0/4", "240.0.0.0/4", "ff00::/8"]],
];
const PRIVATE = [
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "::1/128",
  "fc00::/7",
];
const METADATA_NAMES = /^(?:metadata|metadata\.google\.internal|metadata\.goog|instance-data(?:\.ec2\.internal)?)$/;

/** Judges addresses as the kernel will use them, whatever spelling led there. */
export function addressPolicy({ allowed, privateAllowed }: AddressRules): AddressPolicy {
  const exceptions = blockList(allowed);
  const allowedNames = new Set(allowed.map((name) => name.toLowerCase()));
  const forbidden = FORBIDDEN.map(([reason, ranges]) => [reason, blockList(ranges)] as const);
  const privates = blockList(privateAllowed ? [] : PRIVATE);
  const judge = (address: string): string | undefined => {
    if (contains(exceptions, address)) return undefined;
    const hit = forbidden.find(([, ranges]) => contains(ranges, address));
    if (hit) return hit[0];
    return contains(privates, address) ? "a loopback or private address" : undefined;
  };
  return {
    refusal: (address) => {
      const embedded = embeddedIPv4(address);
      return judge(address) ?? (embedded === undefined ? undefined : judge(embedded));
    },
    nameRefusal: (hostName) => {
      const name = hostName.toLowerCase().replace(/\.+$/, "");
      return METADATA_NAMES.test(name) && !allowedNames.has(name) ? "the name of a cloud metadata service" : undefined;
    },
  };
}

/** Addresses and ranges; names, which settings may hold too, are no ranges. */
export function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const target of ranges.map(parseAllowedTarget)) {
    if (target?.kind === "range") list.addSubnet(target.address, target.prefix, target.family);
  }
  return list;
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

/** Groups of an IPv6 address at which a translator or tunnel keeps an IPv4 address: mapped, compatible, NAT64, 6to4. */
const CARRIERS: readonly (readonly [range: string, group: number])[] = [
  ["::ffff:0:0/96", 6],
  ["::ffff:0:0:0/96", 6],
  ["::/96", 6],
  ["64:ff9b::/96", 6],
  ["64:ff9b:1::/48", 6],
  ["2002::/16", 1],
];
const carriers = CARRIERS.map(([range, group]) => [blockList([range]), group] as const);

/** The IPv4 address inside an IPv6 address that leads to it. */
export function embeddedIPv4(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const carrier = carriers.find(([range]) => contains(range, address));
  if (carrier === undefined) return undefined;
  const groups = expandIPv6(address);
  const [high = 0, low = 0] = groups.slice(carrier[1], carrier[1] + 2);
  const inner = [high >> 8, high & 255, low >> 8, low & 255].join(".");
  // ::1 and :: are themselves, no carriers of 0.0.0.1 and 0.0.0.0.
  return groups.slice(0, 7).every((group) => group === 0) ? undefined : inner;
}

/** The eight groups of an IPv6 address. The URL parser writes out dotted ends. */
function expandIPv6(address: string): readonly number[] {
  const canonical = new URL(`http://[${address.replace(/%.*$/, "")}]/`).hostname.slice(1, -1);
  const [front = [], back = []] = canonical.split("::").map(parseGroups);
  const missing = Array.from({ length: 8 - front.length - back.length }, () => 0);
  return [...front, ...missing, ...back];
}

function parseGroups(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
