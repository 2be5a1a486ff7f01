import type { Database, Statement } from "better-sqlite3";
import type { Product } from "./goods.ts";
import { type Customer, isoTime, SHOP_NOW } from "./people.ts";
import type { Random } from "./random.ts";
import { OPINIONS } from "./words.ts";

const ORDERS = 1_800;
const REVIEWS = 700;
const HOUR_MS = 3_600_000;
const FREE_SHIPPING_FROM_CENTS = 5_000;

type Status = "pending" | "paid" | "shipped" | "delivered" | "cancelled" | "returned";

export interface Shop {
  readonly database: Database;
  readonly random: Random;
  readonly customers: readonly Customer[];
  readonly products: readonly Product[];
}

export function addOrders({ database, random, customers, products }: Shop): void {
  const order = database.prepare("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?)");
  const item = database.prepare("INSERT INTO order_items VALUES (?, ?, ?, ?, ?)");
  const payment = database.prepare("INSERT INTO payments VALUES (NULL, ?, ?, ?, ?, ?)");
  for (let id = 1; id <= ORDERS; id += 1) {
    const customer = random.pickEarly(customers);
    const orderedAt = momentAfter(random, customer.since);
    const status = statusOf(random, orderedAt);
    const lines = chooseLines(random, products);
    const goodsCents = lines.reduce((sum, line) => sum + line.quantity * line.product.priceCents, 0);
    const shippingCents = goodsCents >= FREE_SHIPPING_FROM_CENTS ? 0 : 495;
    const left = status === "shipped" || status === "delivered" || status === "returned";
    const shippedAt = left ? isoTime(orderedAt + random.whole(6, 96) * HOUR_MS) : null;
    order.run(id, customer.id, random.pick(customer.addressIds), status, isoTime(orderedAt), shippedAt, shippingCents);
    lines.forEach(({ product, quantity }, at) => item.run(id, at + 1, product.id, quantity, product.priceCents));
    pay(payment, random, { id, status, orderedAt, totalCents: goodsCents + shippingCents });
  }
}

interface Line {
  readonly product: Product;
  readonly quantity: number;
}

function chooseLines(random: Random, products: readonly Product[]): Line[] {
  const chosen = new Map<number, Line>();
  for (let count = random.whole(1, 4); count > 0; count -= 1) {
    const product = random.pickEarly(products);
    chosen.set(product.id, { product, quantity: random.chance(80) ? 1 : random.whole(2, 5) });
  }
  return [...chosen.values()];
}

function momentAfter(random: Random, since: number): number {
  const seconds = Math.floor((SHOP_NOW - since) / 1000);
  return since + random.whole(0, seconds) * 1000;
}

/** Recent orders are still on their way; old ones have come to an end. */
function statusOf(random: Random, orderedAt: number): Status {
  const ageDays = (SHOP_NOW - orderedAt) / HOUR_MS / 24;
  if (random.chance(5)) return "cancelled";
  if (ageDays < 3) return random.pick(["pending", "paid"]);
  if (ageDays < 10) return "shipped";
  return random.chance(4) ? "returned" : "delivered";
}

interface Bill {
  readonly id: number;
  readonly status: Status;
  readonly orderedAt: number;
  readonly totalCents: number;
}

function pay(payment: Statement, random: Random, { id, status, orderedAt, totalCents }: Bill): void {
  if (status === "pending") return;
  const method = random.pick(["card", "card", "card", "paypal", "paypal", "bank_transfer", "gift_card"]);
  const paidAt = orderedAt + random.whole(1, 50) * 60_000;
  if (random.chance(4)) payment.run(id, method, totalCents, "failed", isoTime(paidAt - 30_000));
  const outcome = status === "returned" || status === "cancelled" ? "refunded" : "captured";
  payment.run(id, method, totalCents, status === "paid" ? "authorized" : outcome, isoTime(paidAt));
}

export function addReviews({ database, random, customers, products }: Shop): void {
  const review = database.prepare("INSERT OR IGNORE INTO reviews VALUES (NULL, ?, ?, ?, ?, ?, ?)");
  for (let count = 0; count < REVIEWS; count += 1) {
    const customer = random.pickEarly(customers);
    const rating = random.pick([1, 2, 3, 3, 4, 4, 4, 5, 5, 5]);
    const [title, body] = random.pick(OPINIONS[rating - 1] ?? []);
    const createdAt = isoTime(momentAfter(random, customer.since));
    review.run(random.pickEarly(products).id, customer.id, rating, random.chance(75) ? title : null, body, createdAt);
  }
}
