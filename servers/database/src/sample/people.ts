import type { Database } from "better-sqlite3";
import type { Random } from "./random.ts";
import { CITIES, FIRST_NAMES, LAST_NAMES, STREETS } from "./words.ts";

const CUSTOMERS = 500;
const SHOP_OPENED = Date.UTC(2024, 0, 2);
export const SHOP_NOW = Date.UTC(2026, 9, 31);
const DAY_MS = 86_400_000;

export interface Customer {
  readonly id: number;
  readonly since: number;
  readonly addressIds: number[];
}

export function addCustomers(database: Database, random: Random): Customer[] {
  const customer = database.prepare("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?)");
  const address = database.prepare("INSERT INTO addresses VALUES (?, ?, ?, ?, ?, ?, ?)");
  const customers: Customer[] = [];
  let addressId = 0;
  for (let id = 1; id <= CUSTOMERS; id += 1) {
    const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
    const since = SHOP_OPENED + Math.floor((id / CUSTOMERS) * 900) * DAY_MS + random.whole(0, DAY_MS / 1000) * 1000;
    const phone = random.chance(70) ? `+49 30 ${random.whole(1_000_000, 9_999_999)}` : null;
    customer.run(id, first, last, emailOf(first, last, id), phone, random.chance(40) ? 1 : 0, isoTime(since));
    const addressIds: number[] = [];
    const kinds = random.chance(35) ? (["home", random.chance(50) ? "work" : "billing"] as const) : (["home"] as const);
    for (const kind of kinds) {
      addressId += 1;
      const [city, country, postalCode] = random.pick(CITIES);
      address.run(addressId, id, kind, `${random.pick(STREETS)} ${random.whole(1, 180)}`, postalCode, city, country);
      addressIds.push(addressId);
    }
    customers.push({ id, since, addressIds });
  }
  return customers;
}

/** Unique by its number, and at a domain reserved for examples. */
function emailOf(first: string, last: string, id: number): string {
  const plain = `${first}.${last}`
    .normalize("NFD")
    .replaceAll(/[^A-Za-z.]/g, "")
    .toLowerCase();
  return `${plain}${id}@example.com`;
}

export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(".000Z", "Z");
}
