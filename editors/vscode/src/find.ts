// Where the command `idol` is.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What is known of the places where it may be. */
export interface Places {
  /** What is set, or empty. */
  readonly set: string;
  /** The folders that are open. */
  readonly folders: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The command: as it is set; or in `PATH`; where cargo installs; built in one
 * of the folders. Undefined if it is nowhere.
 */
export function findIdol(places: Places): string | undefined {
  const { set, folders, env } = places;
  if (set !== "") {
    const home = set.replace(/^~(?=\/|\\|$)/, os.homedir());
    const from = (folder: string) => path.resolve(folder, home);
    // A name without a path is looked for like any command.
    if (!/[/\\]/.test(set)) {
      return inPath(set, env);
    }
    return [...folders.map(from), home].find(isFile);
  }
  const name = process.platform === "win32" ? "idol.exe" : "idol";
  const cargo = env["CARGO_HOME"] ?? path.join(os.homedir(), ".cargo");
  const built = folders.flatMap((folder) =>
    ["release", "debug"].map((profile) =>
      path.join(folder, "target", profile, name),
    ),
  );
  return (
    inPath(name, env) ??
    [path.join(cargo, "bin", name), ...built].find(isFile)
  );
}

function inPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env["PATH"] ?? "").split(path.delimiter);
  const paths = folders
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name));
  return paths.find(isFile);
}

function isFile(file: string): boolean {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
