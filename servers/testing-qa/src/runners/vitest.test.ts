import { describeRunner } from "./runner.contract.ts";
import { vitest } from "./vitest.ts";

describeRunner(vitest);
