import { existsSync } from "node:fs";
import type Sqlite from "better-sqlite3";
import { beginGeneration, currentGeneration, fileBefore, type Generation, isCurrent } from "./generation.ts";
import { isSound, openFile, openMemory, prepareFolder } from "./open-file.ts";

/** Where a store's database comes from. Every use asks again, since a shared file can be replaced at any time. */
export interface Source {
  /** The database to use now. */
  acquire(): Sqlite.Database;
  /** Called when the database turned out damaged; the next `acquire` gives a sound one. */
  setAside(): void;
  /** Folder to watch for the writes of other processes; absent when there can be none. */
  readonly folder?: string;
  readonly path: string | undefined;
  readonly notice: string | undefined;
  close(): void;
}

/** A file shared by all processes of the user. */
export class FileSource implements Source {
  readonly folder: string;
  readonly #sqlite: typeof Sqlite;
  #opened: { readonly db: Sqlite.Database; readonly generation: Generation } | undefined;

  constructor(sqlite: typeof Sqlite, folder: string) {
    this.#sqlite = sqlite;
    this.folder = folder;
  }

  get path(): string | undefined {
    return this.#opened?.generation.path;
  }

  get notice(): string | undefined {
    const before = this.#opened && fileBefore(this.#opened.generation);
    return before && `An earlier store file was damaged and set aside as ${before}; what it held is not in this one.`;
  }

  acquire(): Sqlite.Database {
    if (this.#opened !== undefined && isCurrent(this.#opened.generation)) return this.#opened.db;
    this.close();
    prepareFolder(this.folder);
    const generation = currentGeneration(this.folder);
    const db = openFile(this.#sqlite, generation.path);
    this.#opened = { db, generation };
    return db;
  }

  setAside(): void {
    this.close();
    const { folder, number, path } = currentGeneration(this.folder);
    // Another process may have been first, or only this connection was confused.
    if (existsSync(path) && !isSound(this.#sqlite, path)) beginGeneration(folder, number + 1);
  }

  close(): void {
    this.#opened?.db.close();
    this.#opened = undefined;
  }
}

/** A database of this process alone; gone when it ends. */
export class MemorySource implements Source {
  readonly path: undefined;
  readonly notice: undefined;
  readonly #sqlite: typeof Sqlite;
  #db: Sqlite.Database | undefined;

  constructor(sqlite: typeof Sqlite) {
    this.#sqlite = sqlite;
  }

  acquire(): Sqlite.Database {
    this.#db ??= openMemory(this.#sqlite);
    return this.#db;
  }

  setAside(): void {
    this.close();
  }

  close(): void {
    this.#db?.close();
    this.#db = undefined;
  }
}
