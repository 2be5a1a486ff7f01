import { testServer } from "@quartet/testing";
import { server } from "./server.ts";

let cursor = "";

testServer(server, {
  config: { namespace: "contract", agent: "contract" },
  prepare: async (session) => {
    for (let index = 0; index < 25; index += 1) {
      await session.call("store_context", { key: `plan/step-${index}`, value: { index }, tags: ["plan"] });
    }
    ({ cursor } = await session.call("wait_for_events", {}));
  },
  examples: {
    store_context: { key: "decision/auth", value: { kind: "token", list: [1, null, "x"] }, tags: ["auth"] },
    update_context: { key: "decision/auth", patch: { kind: "oauth" } },
    retrieve_context: { keys: ["plan/step-1", "plan/step-2", "plan/absent"] },
    list_contexts: { tags: ["plan"] },
    wait_for_events: {},
    bridge_status: {},
    delete_context: { key: "decision/auth" },
  },
  slow: { tool: "wait_for_events", arguments: () => ({ cursor, types: ["testing.run_finished"], timeoutSeconds: 50 }) },
  budget: { listTokens: 3_000 },
  resources: ["context://plan/step-1"],
  fuzz: { wait_for_events: { timeoutSeconds: 0 } },
});
