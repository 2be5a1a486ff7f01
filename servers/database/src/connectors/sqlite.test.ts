import { describeConnector } from "./connector.contract.ts";
import { connectorFor, databaseFile } from "./sqlite.fixture.ts";

describeConnector("SQLite", {
  open: async (statements, cleanUp) => connectorFor(await databaseFile(statements, cleanUp), { cleanUp }),
  endless: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
  writes: [
    "REPLACE INTO authors VALUES (1, 'z', 1)",
    "WITH x AS (SELECT 1) DELETE FROM books",
    "DELETE FROM books RETURNING *",
    "EXPLAIN DELETE FROM books",
    "CREATE TEMP TABLE t (a)",
    "SAVEPOINT s",
    "VACUUM",
    "ANALYZE",
    "REINDEX",
  ],
});
