// What happens when somebody types, points, drags or asks for something.

rows.forEach((row, index) => { row.index = index; });
const notable = rows.filter((row) => ["death", "lost"].includes(kinds[row[KIND]])).map((row) => row.index);

function tell() {
  const index = hovered >= 0 ? hovered : pinned;
  const box = $("detail");
  if (index < 0) {
    box.textContent = DATA.leftOut ? `${DATA.leftOut.toLocaleString("en")} earlier entries are left out.` : "";
    return;
  }
  const row = rows[index];
  const way = row[FROM] === row[TO] ? lanes[row[FROM]] : `${lanes[row[FROM]]} → ${lanes[row[TO]]}`;
  const more = lineOf(row).trim();
  box.textContent = more || `${row[TIME]} ms  ${way}  ${labelOf(row)}`;
}

function search(go) {
  const wanted = $("query").value.trim().toLowerCase();
  matches = [];
  if (wanted) {
    const hits = texts.map((text) => text.toLowerCase().includes(wanted));
    const named = lanes.map((name) => name.toLowerCase().includes(wanted));
    for (const index of shown) {
      const row = rows[index];
      if (hits[row[LABEL]] || hits[row[LINE]] || named[row[FROM]] || named[row[TO]]) matches.push(index);
    }
  }
  isMatch = new Set(matches);
  current = -1;
  if (go && matches.length) step(1);
  found();
  ask();
}

function found() {
  $("found").textContent = !$("query").value ? "" : matches.length ? `${Math.max(current, 0) + 1} of ${matches.length}` : "none";
}

function step(by) {
  if (!matches.length) return;
  current = (current + by + matches.length) % matches.length;
  const row = rows[matches[current]];
  y = place[matches[current]] * rowHeight - (height - head) / 2;
  const left = Math.min(row[FROM], row[TO]) * laneWidth, right = (Math.max(row[FROM], row[TO]) + 1) * laneWidth;
  if (left < x || right > x + width - GUTTER) x = left - 40;
  pinned = matches[current];
  found();
  tell();
  ask();
}

function zoom(by, atX, atY) {
  const row = (y + atY - head) / rowHeight, lane = (x + atX - GUTTER) / laneWidth;
  rowHeight = clamp(rowHeight * by, 0.004, 44);
  laneWidth = clamp(laneWidth * Math.sqrt(by), 34, 420);
  measureHead();
  y = row * rowHeight - (atY - head);
  x = lane * laneWidth - (atX - GUTTER);
  ask();
}

function fit() {
  measure();
  const room = width - GUTTER - MAP;
  laneWidth = clamp(room / (lanes.length + 0.6), 34, 420);
  measureHead();
  rowHeight = clamp((height - head) / (shown.length + 2), 0.004, 26);
  x = y = 0;
  ask();
}

/// At first: all lanes if they are readable, and rows that are.
function begin() {
  measure();
  sift();
  const room = width - GUTTER - MAP - TAIL * 0.6;
  laneWidth = clamp(room / Math.max(1, lanes.length), lanes.length > 12 ? 64 : 130, 300);
  rowHeight = 24;
  measureHead();
  ask();
}

function rowAt(event) {
  const box = canvas.getBoundingClientRect();
  const top = event.clientY - box.top, left = event.clientX - box.left;
  if (top < head || left > width - MAP) return -1;
  const at = Math.floor((top - head + y) / rowHeight);
  return at >= 0 && at < shown.length ? shown[at] : -1;
}

let drag = null;
canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  const left = event.clientX - canvas.getBoundingClientRect().left;
  drag = { px: event.clientX, py: event.clientY, x, y, moved: false, map: left > width - MAP };
  if (drag.map) jump(event);
});
canvas.addEventListener("pointermove", (event) => {
  if (drag && drag.map) jump(event);
  else if (drag) {
    const dx = event.clientX - drag.px, dy = event.clientY - drag.py;
    if (Math.abs(dx) + Math.abs(dy) > 4) drag.moved = true;
    x = drag.x - dx;
    y = drag.y - dy;
    canvas.classList.toggle("dragged", drag.moved);
    ask();
  } else {
    const index = rowAt(event);
    if (index !== hovered) {
      hovered = index;
      tell();
      ask();
    }
  }
});
canvas.addEventListener("pointerup", (event) => {
  if (drag && !drag.moved && !drag.map) {
    const index = rowAt(event);
    pinned = index === pinned ? -1 : index;
    tell();
    ask();
  }
  drag = null;
  canvas.classList.remove("dragged");
});
canvas.addEventListener("pointerleave", () => { hovered = -1; tell(); ask(); });
function jump(event) {
  const top = event.clientY - canvas.getBoundingClientRect().top - head;
  y = (top / (height - head)) * whole().h - (height - head) / 2;
  ask();
}
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const unit = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? height : 1;
  if (event.ctrlKey || event.metaKey) {
    const box = canvas.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * unit * 0.002), event.clientX - box.left, event.clientY - box.top);
  } else if (event.shiftKey) x += (event.deltaY || event.deltaX) * unit;
  else {
    x += event.deltaX * unit;
    y += event.deltaY * unit;
  }
  ask();
}, { passive: false });

const middleZoom = (by) => zoom(by, width / 2, head + (height - head) / 2);
window.addEventListener("keydown", (event) => {
  const typing = event.target === $("query");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    $("query").focus();
    $("query").select();
    return;
  }
  if (typing) {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") {
      $("query").value = "";
      search(false);
      canvas.focus();
    }
    return;
  }
  const page = height - head - rowHeight;
  const keys = {
    ArrowDown: () => { y += rowHeight * 2; }, ArrowUp: () => { y -= rowHeight * 2; },
    ArrowRight: () => { x += laneWidth / 2; }, ArrowLeft: () => { x -= laneWidth / 2; },
    PageDown: () => { y += page; }, PageUp: () => { y -= page; }, Home: () => { y = 0; }, End: () => { y = whole().h; },
    "+": () => middleZoom(1.25), "=": () => middleZoom(1.25), "-": () => middleZoom(0.8), 0: fit,
    n: () => step(1), N: () => step(-1),
  };
  if (keys[event.key] && !event.ctrlKey && !event.metaKey) {
    keys[event.key]();
    event.preventDefault();
    ask();
  }
});
$("query").addEventListener("input", () => search(true));
$("next").onclick = () => step(1);
$("previous").onclick = () => step(-1);
$("in").onclick = () => middleZoom(1.3);
$("out").onclick = () => middleZoom(1 / 1.3);
$("fit").onclick = fit;
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const paint = (is) => { document.documentElement.classList.toggle("dark", is); measure(); legend(); ask(); };
$("theme").onclick = () => paint(!document.documentElement.classList.contains("dark"));
dark.addEventListener("change", () => paint(dark.matches));
new ResizeObserver(() => { measure(); draw(); }).observe(canvas);

function legend() {
  const box = $("legend");
  box.replaceChildren();
  GROUPS.forEach((group, number) => {
    const count = rows.reduce((sum, row) => sum + (groupOf[row[KIND]] === number), 0);
    if (!count) return;
    const button = document.createElement("button");
    button.setAttribute("aria-pressed", String(!off.has(number)));
    button.title = `Show or hide ${group.name}`;
    const line = document.createElement("i");
    line.style.color = colors[group.color];
    if (group.dash) line.style.borderTopStyle = "dashed";
    button.append(line, `${group.name} ${count.toLocaleString("en")}`);
    button.onclick = () => {
      const top = shown[clamp(Math.round(y / rowHeight), 0, shown.length - 1)] ?? 0;
      if (off.has(number)) off.delete(number); else off.add(number);
      sift();
      y = place[top] * rowHeight;
      search(false);
      legend();
      ask();
    };
    box.append(button);
  });
  for (const [name, color] of [["waits", "waits"], ["serves", "serves"], ["dead", "dead"]]) {
    const still = document.createElement("span");
    still.className = "still";
    const bar = document.createElement("i");
    bar.className = "bar";
    bar.style.background = colors[color];
    still.append(bar, name);
    box.append(still);
  }
}

const span = rows.length ? rows[rows.length - 1][TIME] : 0;
$("facts").textContent = `${lanes.length} tasks · ${rows.length.toLocaleString("en")} events · ${span.toLocaleString("en")} ms`;
if (DATA.warnings.length) {
  $("warnings").hidden = false;
  $("warnings").replaceChildren(...DATA.warnings.map((text) => {
    const line = document.createElement("div");
    line.textContent = "⚠ " + text;
    return line;
  }));
}
// What the page's address asks for: #q=text&row=7&fit&dark.
const hash = new URLSearchParams(location.hash.slice(1));
begin();
paint(hash.has("dark") || (dark.matches && !hash.has("light")));
if (hash.has("fit")) fit();
if (hash.has("row")) {
  pinned = clamp(Number(hash.get("row")), 0, rows.length - 1);
  y = place[pinned] * rowHeight - (height - head) / 2;
}
if (hash.has("q")) {
  $("query").value = hash.get("q");
  search(true);
}
tell();
