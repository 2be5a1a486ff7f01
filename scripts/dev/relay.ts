import type { RunningServer, ServerEvents } from "./server-process.ts";

export interface RelayOptions {
  readonly start: (events: ServerEvents) => RunningServer;
  readonly toClient: (line: string) => void;
  /** For the developer, on stderr. */
  readonly say: (text: string) => void;
}

export interface Relay {
  fromClient(line: string): void;
  /** Puts a fresh server in the place of the present one. */
  restart(): void;
  close(): void;
}

const CUT_OFF = "The server was started anew because its sources changed. Call again.";

interface Message {
  readonly id?: string | number;
  readonly method?: string;
}

/**
 * Stands between a client and a server that comes and goes. A client opens a session once; the relay repeats the
 * opening to every new server and keeps the second answer to itself. Calls that a restart cuts off get an error.
 */
export function createRelay(options: RelayOptions): Relay {
  const session = openSession(options);
  let server: RunningServer | undefined;

  const begin = (): void => {
    const current = options.start({
      line: (line) => {
        if (server === current) session.fromServer(line);
      },
      ended: (reason) => {
        if (server !== current) return;
        server = undefined;
        options.say(`dev: the server ended (${reason}); it starts again at the next change of its sources.`);
        session.refuseOpen();
      },
    });
    server = current;
    for (const line of session.repeatOpening()) current.send(line);
  };
  const stop = (): void => {
    const old = server;
    server = undefined;
    old?.stop();
  };

  begin();
  return {
    fromClient: (line) => {
      session.fromClient(line);
      if (server === undefined) session.refuseOpen();
      else server.send(line);
    },
    restart: () => {
      stop();
      session.refuseOpen();
      options.say("dev: sources changed, starting the server anew.");
      begin();
    },
    close: stop,
  };
}

interface Session {
  fromClient(line: string): void;
  fromServer(line: string): void;
  /** Answers every open request with an error, but for the opening, whose answer the next server gives. */
  refuseOpen(): void;
  /** The lines with which a new server is brought to where the old one was. */
  repeatOpening(): readonly string[];
}

/** What must be remembered of a session so that it outlives its server. */
function openSession({ toClient }: Pick<RelayOptions, "toClient">): Session {
  const opening = new Map<string, string>();
  const open = new Set<string | number>();
  let openingId: string | number | undefined;
  let repeatedId: string | number | undefined;
  return {
    fromClient: (line) => {
      const { id, method } = read(line);
      if (method === "initialize") openingId = id;
      if (method === "initialize" || method === "notifications/initialized") opening.set(method, line);
      if (id !== undefined && method !== undefined) open.add(id);
    },
    fromServer: (line) => {
      const { id, method } = read(line);
      const isAnswer = id !== undefined && method === undefined;
      if (isAnswer && id === repeatedId) repeatedId = undefined;
      else {
        if (isAnswer) open.delete(id);
        toClient(line);
      }
    },
    refuseOpen: () => {
      for (const id of open) {
        if (id === openingId) continue;
        open.delete(id);
        toClient(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32_603, message: CUT_OFF } }));
      }
    },
    repeatOpening: () => {
      repeatedId = openingId === undefined || open.has(openingId) ? undefined : openingId;
      return [...opening.values()];
    },
  };
}

/** What a line says of itself; a line that is no JSON-RPC message passes through unread. */
function read(line: string): Message {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === "object" && message !== null ? message : {};
  } catch {
    return {};
  }
}
