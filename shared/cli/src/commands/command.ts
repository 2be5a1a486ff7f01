/** A command of the line: takes the arguments behind its name, sets the exit code when it fails. */
export type Command = (args: readonly string[], process: NodeJS.Process) => Promise<void>;
