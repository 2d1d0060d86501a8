// The grammar, in the engine that the editor has: what each word is.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as oniguruma from "vscode-oniguruma";
import * as textmate from "vscode-textmate";

const folder = path.resolve(__dirname, "../..");

const LAMP = `// idol: allow(W0202)
#![enable(implicit_some)]
Interface(
    name: "Lamp",
    ops: {
        "set": ( /* a /* nested */ comment */
            doc: "Sets \\u{fc} \\"it\\".",
            args: { "on": "bool", "color": (type: "Color") },
            leases: { "map": (type: "[u8]", read: true, max_len: Some(6_4)) },
            reply: Result(ok: "()", err: CLike("LampError")),
            encoding: Hubpack,
            argz: {},
        ),
    },
    doc: r#"raw "text" // no comment"#,
)
`;

const EXPECTED: readonly (readonly [string, string])[] = [
  ["idol: ", "comment.line.double-slash.idol"],
  ["allow", "keyword.other.directive.idol"],
  ["W0202", "constant.other.idol"],
  ["#![enable(implicit_some)]", "meta.preprocessor.idol"],
  ["Interface", "keyword.other.idol"],
  ["name", "variable.other.property.idol"],
  ['"set"', "entity.name.function.idol"],
  [" comment ", "comment.block.idol"],
  ["\\u{fc}", "constant.character.escape.idol"],
  ['"on"', "variable.parameter.idol"],
  ['"bool"', "entity.name.type.idol"],
  ['"Color"', "entity.name.type.idol"],
  ["true", "constant.language.idol"],
  ["6_4", "constant.numeric.idol"],
  ["CLike", "support.type.idol"],
  ['"LampError"', "entity.name.type.idol"],
  ["Hubpack", "support.type.idol"],
  ["argz", "invalid.illegal.idol"],
  ['raw "text" // no comment', "string.quoted.other.raw.idol"],
];

async function main(): Promise<void> {
  const wasm = fs.readFileSync(
    require.resolve("vscode-oniguruma/release/onig.wasm"),
  );
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      assert.equal(scope, "source.idol");
      const file = path.join(folder, "syntaxes/idol.tmLanguage.json");
      const text = fs.readFileSync(file, "utf8");
      return Promise.resolve(textmate.parseRawGrammar(text, file));
    },
  });
  const grammar = await registry.loadGrammar("source.idol");
  assert.ok(grammar !== null);
  const words = read(grammar, LAMP);
  for (const [word, scope] of EXPECTED) {
    const found = words.filter(([is]) => is === word);
    assert.ok(
      found.some(([, scopes]) => scopes.at(-1) === scope),
      `${word} is ${JSON.stringify(found)}, not ${scope}`,
    );
  }
  // Of a right file nothing is wrong.
  let files = 0;
  for (const file of interfaces()) {
    files += 1;
    for (const [word, scopes] of read(grammar, fs.readFileSync(file, "utf8"))) {
      const isWrong = scopes.some((scope) => scope.startsWith("invalid"));
      assert.ok(!isWrong, `${file}: ${word}`);
    }
  }
  assert.ok(files > 0);
  console.log(`the grammar knows ${EXPECTED.length} words, ${files} files`);
}

type Word = readonly [string, readonly string[]];

function read(grammar: textmate.IGrammar, text: string): Word[] {
  const words: Word[] = [];
  let stack = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const token of tokens) {
      const word = line.substring(token.startIndex, token.endIndex);
      words.push([word, token.scopes]);
    }
  }
  return words;
}

/** Real files, which whoever runs this puts there. */
function interfaces(): string[] {
  const files = path.join(folder, "interfaces");
  return fs
    .readdirSync(files)
    .filter((file) => file.endsWith(".idol"))
    .map((file) => path.join(files, file));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
