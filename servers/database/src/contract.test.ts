import { enableCompileCache } from "node:module";
import { testServer } from "@quartet/testing";
import { server } from "./server.ts";

// Query processes then start in half the time.
enableCompileCache();

const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

testServer(server, {
  examples: {
    search_schema: {},
    describe_table: { table: "orders" },
    run_query: { sql: "SELECT id, name, price_cents FROM products ORDER BY id LIMIT 120" },
    list_connections: {},
  },
  slow: { tool: "run_query", arguments: { sql: ENDLESS } },
  budget: { listTokens: 1_500 },
  resources: ["schema://tables/orders"],
});
