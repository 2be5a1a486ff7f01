import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Named texts, kept in one file of the server's home. */
export class Notes {
  readonly #path: string;

  constructor(home: string) {
    this.#path = join(home, "sample-notes.json");
  }

  all(): Map<string, string> {
    try {
      return new Map(JSON.parse(readFileSync(this.#path, "utf8")) as [string, string][]);
    } catch {
      return new Map();
    }
  }

  save(notes: ReadonlyMap<string, string>): void {
    writeFileSync(this.#path, JSON.stringify([...notes]));
  }
}
