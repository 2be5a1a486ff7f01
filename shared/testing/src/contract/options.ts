import type { Session } from "../session.ts";

export type Arguments = Readonly<Record<string, unknown>>;

/** Arguments, or how to make them from the answers of the examples before, by tool name. */
export type Example = Arguments | ((answers: Readonly<Record<string, any>>) => Arguments);

export interface ContractOptions {
  /** A valid call of every tool, run in this order in one session. */
  readonly examples: Readonly<Record<string, Example>>;
  /** Makes what the examples need, once, with the home that all sessions share. */
  readonly prepare?: (session: Session) => Promise<void>;
  /** Settings of every session. */
  readonly config?: Arguments | (() => Arguments);
  /** A call that lasts until it is stopped. */
  readonly slow: { readonly tool: string; readonly arguments?: Example };
  readonly budget: {
    /** Tokens of name, description and input schema of the tools listed under `config`. */
    readonly listTokens: number;
    readonly config?: Arguments;
  };
  /** Lists that differ from one call to the next, so that pages cannot be compared. */
  readonly volatile?: readonly string[];
  /** Addresses that template resources answer. */
  readonly resources?: readonly string[];
  /** Arguments that stay fixed while the others are made up, so that a made-up call cannot reach outside or take long. */
  readonly fuzz?: Readonly<Record<string, Arguments>>;
}
