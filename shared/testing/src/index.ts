export type { ContractOptions } from "./contract/options.ts";
export { testServer } from "./contract/test-server.ts";
export {
  connect,
  type Era,
  ERAS,
  type Failure,
  failureOf,
  type Session,
  type SessionOptions,
  textOf,
} from "./session.ts";
