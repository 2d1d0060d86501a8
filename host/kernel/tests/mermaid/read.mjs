// Reads charts as Mermaid does, and prints what it found in each: its tasks'
// names and what its arrows and notes say, as JSON.
//
//     node read.mjs FOLDER_OF_MERMAID CHART...

import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, ...charts] = process.argv.slice(2);
const library = pathToFileURL(`${folder}/dist/mermaid.core.mjs`);
const { default: mermaid } = await import(library);

// Mermaid keeps what was written as `#59;` apart until it is drawn.
const drawn = (text) =>
  text
    .replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(code))
    .trim();

for (const chart of charts) {
  const text = fs.readFileSync(chart, "utf8");
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const tasks = [...db.getActors().values()].map((it) => drawn(it.description));
  const rows = db.getMessages().map((it) => drawn(it.message));
  console.log(JSON.stringify([tasks, rows]));
}
