import { listTests } from "./list-tests.ts";
import { projectInfo } from "./project-info.ts";
import { runTests } from "./run-tests.ts";

export const tools = [projectInfo, listTests, runTests];
