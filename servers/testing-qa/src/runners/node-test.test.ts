import { nodeTest } from "./node-test.ts";
import { describeRunner } from "./runner.contract.ts";

describeRunner(nodeTest);
