import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** A package of which code is in a bundle. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** As the package calls it, such as `MIT`. */
  readonly license: string;
  /** Licence and notice texts as they came. */
  readonly texts: readonly string[];
}

const Manifest = z.object({ version: z.string(), license: z.string().default("see below") });

const PACKAGE_FOLDER = /^.*[\\/]node_modules[\\/](?<name>(?:@[^\\/]+[\\/])?[^\\/]+)(?=[\\/])/;
/** How bundlers mark code of another package inside a file of a package. */
const VENDORED =
  /^\/\/#region .*node_modules\/\.pnpm\/[^/]*?@(?<version>\d[^_/]*)[^/]*\/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//gm;
const LEGAL_FILE = /^(licen[cs]e|copying|notice)/i;

/** The packages that modules belong to, and those that the modules carry inside; in the order of their names. */
export function thirdPartiesOf(moduleIds: readonly string[], keptFolder: string): ThirdParty[] {
  const found = new Map<string, ThirdParty>();
  const add = (one: ThirdParty): void => void found.set(`${one.name} ${one.version}`, one);
  for (const id of moduleIds) {
    const [folder, name] = PACKAGE_FOLDER.exec(id) ?? [];
    if (folder === undefined || name === undefined) continue;
    add(readPackage(name.replaceAll("\\", "/"), folder, keptFolder));
    for (const { groups } of readFileSync(id, "utf8").matchAll(VENDORED)) {
      add(withKeptText(groups?.["name"] ?? "", groups?.["version"] ?? "", keptFolder));
    }
  }
  return [...found.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** One file with all their licences. */
export function licenseFile(parties: readonly ThirdParty[]): string {
  const entries = parties.map(
    ({ name, version, license, texts }) =>
      `${"=".repeat(80)}\n${name} ${version} (${license})\n${"=".repeat(80)}\n\n${texts.join("\n\n")}\n`,
  );
  return `This package contains code of the packages below, under their licences.\n\n${entries.join("\n")}`;
}

function readPackage(name: string, folder: string, keptFolder: string): ThirdParty {
  const { version, license } = Manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const files = readdirSync(folder).filter((file) => LEGAL_FILE.test(file));
  if (files.length === 0) return { ...withKeptText(name, version, keptFolder), license };
  return { name, version, license, texts: files.toSorted().map((file) => readText(join(folder, file))) };
}

/** A package inside another one comes without its files, so its text is kept here. */
function withKeptText(name: string, version: string, keptFolder: string): ThirdParty {
  const file = join(keptFolder, `${name.replaceAll("/", "+")}.txt`);
  if (!existsSync(file)) throw new Error(`${name} ${version} has no licence text. Put it into ${file}.`);
  return { name, version, license: "see below", texts: [readText(file)] };
}

function readText(file: string): string {
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim();
}
