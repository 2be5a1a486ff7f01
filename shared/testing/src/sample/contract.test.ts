import { testServer } from "../contract/test-server.ts";
import { server } from "./server.ts";

testServer(server, {
  prepare: async (session) => {
    await session.call("save_note", { name: "first", text: "kept" });
  },
  examples: {
    echo_text: { text: "friend", times: 2 },
    list_numbers: { below: 120, label: "x".repeat(40) },
    hold_call: { forMs: 0 },
    spawn_child: { forMs: 0 },
    fail_call: { kind: "none" },
    save_note: { name: "second", text: "kept too" },
    delete_note: { name: "second" },
    wait_for_note: { name: "first", timeoutMs: 0 },
  },
  slow: { tool: "hold_call" },
  budget: { listTokens: 1_500 },
  resources: ["sample://notes/first"],
  fuzz: {
    fail_call: { kind: "none" },
    hold_call: { forMs: 0 },
    spawn_child: { forMs: 0 },
    wait_for_note: { timeoutMs: 0 },
  },
});
