import * as z from "zod";
import { REDACTED, rememberSecret } from "./redact.ts";

/** A value that can be used but not printed: JSON, string and inspection all give `[redacted]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    rememberSecret(value);
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}

/** A text setting that no log, error or answer can show; `text` says what it may be. */
export function secret(text: z.ZodString = z.string()): z.ZodPipe<z.ZodString, z.ZodTransform<Secret, string>> {
  return text.transform((value) => new Secret(value));
}
