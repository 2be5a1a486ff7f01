import BetterSqlite3 from "better-sqlite3";
import { addProducts } from "./goods.ts";
import { addCustomers } from "./people.ts";
import { Random } from "./random.ts";
import { SAMPLE_APPLICATION_ID, SAMPLE_VERSION } from "./sample-version.ts";
import { SAMPLE_INDEXES, SAMPLE_SCHEMA } from "./tables.ts";
import { addOrders, addReviews } from "./trade.ts";

const SEED = 20_240_102;

/** Writes the sample shop into a new file; the same rows every time. */
export function buildSample(path: string): void {
  const database = new BetterSqlite3(path);
  try {
    // Nobody sees the file before it is whole, so it needs neither journal nor waiting for the disk.
    database.pragma("journal_mode = OFF");
    database.pragma("synchronous = OFF");
    database.exec(`BEGIN; ${SAMPLE_SCHEMA}`);
    const random = new Random(SEED);
    const customers = addCustomers(database, random);
    const shop = { database, random, customers, products: addProducts(database, random) };
    addOrders(shop);
    addReviews(shop);
    database.exec(`${SAMPLE_INDEXES} COMMIT; ANALYZE;`);
    database.pragma(`application_id = ${SAMPLE_APPLICATION_ID}`);
    database.pragma(`user_version = ${SAMPLE_VERSION}`);
  } finally {
    database.close();
  }
}
