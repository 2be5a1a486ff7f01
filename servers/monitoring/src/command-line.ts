import { plainLine, redact } from "@quartet/core";

const MASK = "[redacted]";

/** Options whose value is a secret, given as the next argument: `--password x`, `-token x`. */
const SECRET_OPTION =
  /^--?[\w.-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth)$/i;
/** The same with the value behind `=` or `:`, environment assignments for `env` included. */
const ASSIGNMENT = /^(-{0,2}[\w.-]+[=:]).+/s;
const SECRET_WORD = /pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?/i;
/** Header and user options of HTTP clients. */
const HEADER_OPTION = /^(?:-H|--header|-u|--user|--proxy-user)$/;
const HEADER = /^([\w-]+):.*/s;
const SECRET_HEADER = /^(?:(?:proxy-)?authorization|cookie)$|^x-.*(?:key|token|secret)/i;
/** Programs whose `-pSecret` is a password. */
const SHORT_PASSWORD_PROGRAM = /(?:^|\/)(?:mysql\w*|mariadb\w*|sshpass)$/i;

/** A command line that can be shown: secrets masked argument by argument and by shape, in one line, shortened. */
export function showCommandLine(argv: readonly string[], maxLength: number): string {
  // Some programs overwrite their arguments with one text.
  const args = argv.length === 1 ? (argv[0] ?? "").split(" ") : argv;
  const shortPassword = SHORT_PASSWORD_PROGRAM.test(args[0] ?? "");
  const shown = args.map((argument, index) => {
    const before = index > 1 ? (args[index - 1] ?? "") : "";
    return maskArgument(argument, { before, shortPassword, program: index === 0 });
  });
  return plainLine(redact(shown.join(" ")), maxLength);
}

function maskArgument(argument: string, place: { before: string; shortPassword: boolean; program: boolean }): string {
  if (place.program) return argument;
  if (SECRET_OPTION.test(place.before) && !argument.startsWith("--")) return MASK;
  if (HEADER_OPTION.test(place.before)) return maskHeader(argument);
  if (place.shortPassword && /^-p./.test(argument)) return `-p${MASK}`;
  if (place.shortPassword && place.before === "-p") return MASK;
  const [, name] = ASSIGNMENT.exec(argument) ?? [];
  return name !== undefined && SECRET_WORD.test(name) ? `${name}${MASK}` : argument;
}

/** Of `user:password` the user stays, of a header its name. */
function maskHeader(argument: string): string {
  const [, name] = HEADER.exec(argument) ?? [];
  if (name !== undefined && SECRET_HEADER.test(name)) return `${name}: ${MASK}`;
  return /^[^\s:]+:\S/.test(argument) ? argument.replace(/:.*/s, `:${MASK}`) : argument;
}
