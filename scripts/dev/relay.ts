import type { RunningServer, ServerEvents } from "./server-process.ts";

export interface RelayOptions {
  start(events: ServerEvents): RunningServer;
  toClient(line: string): void;
  /** For the developer, on stderr. */
  say(text: string): void;
}

export interface Relay {
  fromClient(line: string): void;
  /** Puts a fresh server in the place of the present one. */
  restart(): void;
  close(): void;
}

interface Message {
  readonly id?: string | number;
  readonly method?: string;
}

/**
 * Stands between a client and a server that comes and goes. A client opens a session once; the relay repeats the
 * opening to every new server and keeps the second answer to itself. Calls that a restart cuts off get an error.
 */
export function createRelay({ start, toClient, say }: RelayOptions): Relay {
  const opening: { initialize?: string; initialized?: string } = {};
  const open = new Set<string | number>();
  let repeated: string | number | undefined;
  let server: RunningServer | undefined;

  const refuse = (id: string | number): void => {
    const message = "The server was started anew because its sources changed. Call again.";
    toClient(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32_603, message } }));
    open.delete(id);
  };

  const begin = (): void => {
    const current = start({
      line(line) {
        const { id, method } = read(line);
        if (server !== current) return;
        if (id !== undefined && method === undefined && id === repeated) repeated = undefined;
        else {
          if (id !== undefined && method === undefined) open.delete(id);
          toClient(line);
        }
      },
      ended(reason) {
        if (server !== current) return;
        server = undefined;
        say(`dev: the server ended (${reason}); it starts again at the next change of its sources.`);
        for (const id of open) refuse(id);
      },
    });
    server = current;
    const { initialize, initialized } = opening;
    if (initialize === undefined) return;
    repeated = read(initialize).id;
    current.send(initialize);
    if (initialized !== undefined) current.send(initialized);
  };

  begin();
  return {
    fromClient(line) {
      const { id, method } = read(line);
      if (method === "initialize") opening.initialize = line;
      if (method === "notifications/initialized") opening.initialized = line;
      if (id !== undefined && method !== undefined) open.add(id);
      if (server !== undefined) server.send(line);
      else if (id !== undefined) refuse(id);
    },
    restart() {
      const old = server;
      server = undefined;
      old?.stop();
      for (const id of open) refuse(id);
      say("dev: sources changed, starting the server anew.");
      begin();
    },
    close() {
      const old = server;
      server = undefined;
      old?.stop();
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
