// Finds the command `idol` and lets it serve the editor.

import * as vscode from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";

import { findIdol } from "./find";

let client: LanguageClient | undefined;

export async function activate(
  context: vscode.ExtensionContext,
): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("idol.restart", restart),
    vscode.commands.registerCommand("idol.showReferences", showReferences),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("idol.path")) {
        void restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  client = undefined;
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

async function start(): Promise<void> {
  // In a folder that nobody trusts, nothing of it is run.
  const settings = vscode.workspace.getConfiguration("idol");
  const isTrusted = vscode.workspace.isTrusted;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const command = findIdol({
    set: isTrusted ? settings.get<string>("path", "") : "",
    folders: isTrusted ? folders.map((folder) => folder.uri.fsPath) : [],
    env: process.env,
  });
  if (command === undefined) {
    const said = await vscode.window.showWarningMessage(
      "The command `idol` is not found: install it with `cargo install " +
        "--path cli` in a checkout of Idol, or say where it is.",
      "Settings",
    );
    if (said !== undefined) {
      await vscode.commands.executeCommand(
        "workbench.action.openSettings",
        "idol.path",
      );
    }
    return;
  }
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "idol" },
      { scheme: "untitled", language: "idol" },
      // From there one goes to operations.
      { scheme: "file", language: "rust" },
    ],
    initializationOptions: {
      against: settings.get<string>("against", "HEAD"),
      pedantic: settings.get<boolean>("pedantic", false),
    },
    synchronize: {
      configurationSection: "idol",
      fileEvents: [
        vscode.workspace.createFileSystemWatcher("**/*.{idol,rs}"),
        vscode.workspace.createFileSystemWatcher("**/idol.toml"),
      ],
    },
  };
  client = new LanguageClient("idol", "Idol", server, options);
  await client.start();
}

/** A place as the protocol has it. */
interface Place {
  readonly line: number;
  readonly character: number;
}

interface Location {
  readonly uri: string;
  readonly range: { readonly start: Place; readonly end: Place };
}

function showReferences(at: Place, locations: readonly Location[]): void {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const position = (place: Place) =>
    new vscode.Position(place.line, place.character);
  const places = locations.map(
    ({ uri, range }) =>
      new vscode.Location(
        vscode.Uri.parse(uri),
        new vscode.Range(position(range.start), position(range.end)),
      ),
  );
  void vscode.commands.executeCommand(
    "editor.action.showReferences",
    editor.document.uri,
    position(at),
    places,
  );
}
