/** Exit code of a test file that called `process.exit(0)` with work still open; unused by Node and by shells. */
export const EARLY_EXIT_CODE = 87;

/** Names the process that starts the test files, so that what tests fork themselves is left alone. */
export const RUNNER_PID_VARIABLE = "QUARTET_TEST_RUNNER_PID";
