// Where the extension finds the command.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { findIdol } from "../src/find";

const top = fs.mkdtempSync(path.join(os.tmpdir(), "idol-find-"));
const name = process.platform === "win32" ? "idol.exe" : "idol";

function make(...parts: string[]): string {
  const file = path.join(top, ...parts);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, "");
  return file;
}

const inPath = make("bin", name);
const cargo = make("cargo", "bin", name);
const built = make("folder", "target", "debug", name);
const set = make("folder", "tools", "my-idol");
const folder = path.join(top, "folder");

const all = {
  PATH: [".", path.join(top, "none"), path.join(top, "bin")].join(
    path.delimiter,
  ),
  CARGO_HOME: path.join(top, "cargo"),
};
const nothing = { PATH: "", CARGO_HOME: path.join(top, "none") };
const only = { PATH: "", CARGO_HOME: path.join(top, "cargo") };
const find = (set: string, env: NodeJS.ProcessEnv, folders = [folder]) =>
  findIdol({ set, env, folders });

try {
  assert.equal(find("", all), inPath);
  assert.equal(find("", only), cargo);
  assert.equal(find("", nothing), built);
  assert.equal(find("", nothing, []), undefined);
  assert.equal(find("tools/my-idol", all), set);
  assert.equal(find(set, nothing, []), set);
  assert.equal(find("tools/none", all), undefined);
  assert.equal(find(name, all), inPath);
  console.log("the command is found in 8 places");
} finally {
  fs.rmSync(top, { recursive: true });
}
