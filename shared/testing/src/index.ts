export { connect, type Failure, type Session, type SessionOptions } from "./session.ts";
