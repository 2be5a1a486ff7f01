import type { Database } from "better-sqlite3";
import type { Random } from "./random.ts";
import { CATALOGUE, STYLES } from "./words.ts";

const STYLES_PER_THING = 4;

export interface Product {
  readonly id: number;
  readonly priceCents: number;
}

export function addProducts(database: Database, random: Random): Product[] {
  const category = database.prepare("INSERT INTO categories VALUES (?, ?, ?)");
  const product = database.prepare("INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const departments = new Map<string, number>();
  const products: Product[] = [];
  let categoryId = 0;
  for (const [department, name, things, prices, weights] of CATALOGUE) {
    const parent = departments.get(department) ?? (categoryId += 1);
    if (!departments.has(department)) category.run(parent, null, department);
    departments.set(department, parent);
    categoryId += 1;
    category.run(categoryId, parent, name);
    for (const thing of things) {
      for (const style of stylesFor(random)) {
        const id = products.length + 1;
        const priceCents = Math.round(random.whole(prices[0], prices[1]) / 100) * 100 - 1;
        const weight = random.chance(90) ? random.whole(weights[0] * 10, weights[1] * 10) / 10 : null;
        const sku = `${name.slice(0, 3).toUpperCase()}-${String(id).padStart(4, "0")}`;
        const description = random.chance(80) ? `${thing} from our ${style} series, for everyday use.` : null;
        const ended = random.chance(8) ? "2026-06-30T00:00:00Z" : null;
        const stock = ended === null ? random.whole(0, 240) : 0;
        product.run(id, categoryId, sku, `${style} ${thing}`, description, priceCents, weight, stock, ended);
        products.push({ id, priceCents });
      }
    }
  }
  return products;
}

/** Different styles, so that no two products have the same name. */
function stylesFor(random: Random): readonly string[] {
  const from = random.whole(0, STYLES.length - STYLES_PER_THING);
  return STYLES.slice(from, from + STYLES_PER_THING);
}
