"use strict";
// The chart is drawn anew for each change, of what is in view alone.
const [TIME, KIND, FROM, TO, LABEL, LINE] = [0, 1, 2, 3, 4, 5];
const [WAITS, SERVES, DEAD, FINISHED] = [0, 1, 2, 3];
const GUTTER = 86, MAP = 16, TAIL = 340, HEAD_MOST = 150;
const $ = (id) => document.getElementById(id);
const canvas = $("chart"), g = canvas.getContext("2d");
const { lanes, kinds, texts, rows, bars } = DATA;

// Legend: what can be left out together.
const GROUPS = [
  { name: "calls", color: "send", kinds: ["send", "take"] },
  { name: "replies", color: "reply", dash: [5, 3], kinds: ["reply"] },
  { name: "errors", color: "error", dash: [5, 3], kinds: ["error"] },
  { name: "leases", color: "lease", dash: [2, 3], kinds: ["read", "write"] },
  { name: "notifications", color: "post", kinds: ["post"] },
  { name: "lost, refused, dead", color: "lost", kinds: ["lost", "death"] },
  { name: "restarts, ends", color: "restart", kinds: ["restart", "finish"] },
  { name: "timers, others", color: "other", kinds: ["other"] },
];
const groupOf = kinds.map((kind) => GROUPS.findIndex((it) => it.kinds.includes(kind)));
const off = new Set();

let rowHeight = 24, laneWidth = 190, x = 0, y = 0;
let width = 0, height = 0, head = 30, colors = {};
let shown = [], place = [];          // rows in view, and where each row stands
let hovered = -1, pinned = -1, matches = [], isMatch = new Set(), current = -1;
let asked = false;

// Bars by lane, for a search by row.
const barsOf = lanes.map(() => [[], [], [], []]);
for (const [lane, kind, start, end] of bars) barsOf[lane][kind].push([start, end]);

const font = (size, weight = "") => `${weight} ${size}px system-ui, "Segoe UI", "DejaVu Sans", sans-serif`;
const labelOf = (row) => texts[row[LABEL]];
const lineOf = (row) => texts[row[LINE]];
const clamp = (it, low, high) => Math.max(low, Math.min(it, Math.max(low, high)));
const middle = (lane) => GUTTER + laneWidth * (lane + 0.5) - x;
const rowY = (index) => head + (index + 0.5) * rowHeight - y;
const whole = () => ({ w: GUTTER + laneWidth * lanes.length + TAIL, h: head + (shown.length + 2) * rowHeight });

function measure() {
  const scale = window.devicePixelRatio || 1;
  width = canvas.clientWidth;
  height = canvas.clientHeight;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  g.setTransform(scale, 0, 0, scale, 0, 0);
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "panel", "edge", "ink", "soft", "lane", "mark", "hover", "send", "reply",
    "error", "lost", "lease", "post", "other", "restart", "waits", "serves", "dead"])
    colors[name] = style.getPropertyValue("--" + name).trim();
  measureHead();
}

/// Names that do not fit side by side stand aslant.
let slanted = false;
function measureHead() {
  g.font = font(13, "600");
  const longest = Math.max(0, ...lanes.map((name) => g.measureText(name).width));
  slanted = longest > laneWidth - 12;
  head = slanted ? clamp(longest * 0.72 + 22, 30, HEAD_MOST) : 30;
}

function sift() {
  shown = [];
  place = new Array(rows.length + 1);
  for (let index = 0; index < rows.length; index++) {
    place[index] = shown.length;
    if (!off.has(groupOf[rows[index][KIND]])) shown.push(index);
  }
  place[rows.length] = shown.length;
}

function draw() {
  asked = false;
  const size = whole();
  x = clamp(x, 0, size.w - width + MAP);
  y = clamp(y, 0, size.h - height);
  g.fillStyle = colors.paper;
  g.fillRect(0, 0, width, height);
  const first = clamp(Math.floor(y / rowHeight) - 1, 0, shown.length);
  const last = clamp(Math.ceil((y + height) / rowHeight) + 1, 0, shown.length);
  g.save();
  g.beginPath();
  g.rect(GUTTER, head, width - GUTTER - MAP, height - head);
  g.clip();
  drawBands(first, last);
  drawLanes(first, last);
  drawRows(first, last);
  g.restore();
  drawTimes(first, last);
  drawHead();
  drawMap();
}

function ask() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(draw);
  }
}

function drawBands(first, last) {
  for (let at = first; at < last; at++) {
    const index = shown[at], band = index === pinned || index === hovered;
    const color = isMatch.has(index) ? colors.mark : band ? colors.hover : null;
    if (!color) continue;
    g.fillStyle = color;
    g.fillRect(GUTTER, rowY(at) - rowHeight / 2, width, Math.max(rowHeight, 2));
    if (index === matches[current] || index === pinned) {
      g.fillStyle = colors.send;
      g.fillRect(GUTTER, rowY(at) - rowHeight / 2, 3, Math.max(rowHeight, 2));
    }
  }
}

function drawLanes(first, last) {
  const top = shown[first] ?? 0, bottom = shown[last - 1] ?? rows.length;
  lanes.forEach((_, lane) => {
    const at = middle(lane);
    if (at < GUTTER - laneWidth || at > width + laneWidth) return;
    const bar = (kind, color, wide) => {
      const list = barsOf[lane][kind];
      let low = 0, high = list.length;
      while (low < high) {
        const half = (low + high) >> 1;
        if (list[half][1] < top) low = half + 1; else high = half;
      }
      g.fillStyle = color;
      let painted = -1;
      for (let i = low; i < list.length && list[i][0] <= bottom; i++) {
        const from = Math.max(rowY(place[list[i][0]]), head - 4);
        const to = Math.min(rowY(place[list[i][1] - 1]), height + 4);
        if (to < painted) continue;
        painted = Math.ceil(to);
        g.fillRect(at - wide / 2, from, wide, Math.max(to - from, 1));
      }
    };
    const end = barsOf[lane][FINISHED][0];
    const lower = end ? Math.min(height, rowY(place[end[0]])) : height;
    g.strokeStyle = colors.lane;
    g.lineWidth = 1;
    g.setLineDash([]);
    g.beginPath();
    g.moveTo(at, head);
    g.lineTo(at, Math.max(head, lower));
    g.stroke();
    const wide = clamp(laneWidth / 14, 4, 10);
    bar(WAITS, colors.waits, wide);
    bar(SERVES, colors.serves, wide * 0.5);
    bar(DEAD, colors.dead, wide * 1.6);
  });
}

function drawRows(first, last) {
  if (rowHeight < 2) {
    drawSmear(first, last);
    return;
  }
  const small = rowHeight < 13;
  const size = clamp(rowHeight * 0.54, 9, 13);
  for (let at = first; at < last; at++) {
    const index = shown[at], row = rows[index];
    drawRow(row, rowY(at), size, small && index !== hovered && index !== pinned);
  }
}

/// Many rows share a line of the screen: each kind of line is drawn at once.
function drawSmear(first, last) {
  const lines = GROUPS.map(() => new Set());
  for (let at = first; at < last; at++) {
    const row = rows[shown[at]];
    lines[groupOf[row[KIND]]].add((Math.round(rowY(at)) * 1024 + row[FROM]) * 1024 + row[TO]);
  }
  g.lineWidth = 1;
  lines.forEach((set, number) => {
    g.strokeStyle = colors[GROUPS[number].color];
    g.beginPath();
    for (const line of set) {
      const to = line % 1024, from = Math.floor(line / 1024) % 1024, top = Math.floor(line / 1048576) + 0.5;
      g.moveTo(from === to ? middle(from) - 3 : middle(from), top);
      g.lineTo(from === to ? middle(to) + 3 : middle(to), top);
    }
    g.stroke();
  });
}

function drawRow(row, top, size, bare) {
  const group = GROUPS[groupOf[row[KIND]]], color = colors[group.color];
  const from = middle(row[FROM]), to = middle(row[TO]);
  const kind = kinds[row[KIND]];
  g.strokeStyle = g.fillStyle = color;
  g.lineWidth = rowHeight < 6 ? 1 : 1.6;
  const left = Math.min(from, to), right = Math.max(from, to);
  if (right < GUTTER - 400 || left > width + 20) return;
  if (from === to) drawMark(kind, from, top);
  else {
    const way = Math.sign(to - from);
    g.setLineDash(rowHeight < 6 ? [] : group.dash || (kind === "take" ? [1, 3] : kind === "lost" ? [6, 3] : []));
    g.beginPath();
    g.moveTo(from, top);
    g.lineTo(to, top);
    g.stroke();
    g.setLineDash([]);
    if (rowHeight >= 5) drawTip(kind, to, top, way);
  }
  if (bare) return;
  g.font = font(size);
  g.textBaseline = "middle";
  g.textAlign = "left";
  let text = labelOf(row);
  const measured = g.measureText(text).width;
  const room = right - left - 34;
  if (from !== to && measured <= room) {
    const start = (left + right - measured) / 2;
    g.fillStyle = bandColor(row);
    g.fillRect(start - 4, top - size * 0.7, measured + 8, size * 1.4);
    g.fillStyle = color;
    g.fillText(text, start, top + 0.5);
    return;
  }
  // Beside it, over the lanes that it has nothing to do with.
  const start = right + 12;
  g.fillStyle = bandColor(row);
  g.fillRect(start - 3, top - size * 0.7, measured + 6, size * 1.4);
  g.fillStyle = color;
  g.fillText(text, start, top + 0.5);
}

function bandColor(row) {
  const index = row.index;
  if (isMatch.has(index)) return colors.mark;
  return index === hovered || index === pinned ? colors.hover : colors.paper;
}

function drawTip(kind, at, top, way) {
  const size = clamp(rowHeight * 0.22, 3, 6);
  if (kind === "lost") {
    drawCross(at - way * size, top, size * 0.9);
    return;
  }
  g.beginPath();
  g.moveTo(at - way * size * 1.6, top - size);
  g.lineTo(at, top);
  g.lineTo(at - way * size * 1.6, top + size);
  if (kind === "send" || kind === "reply" || kind === "error") {
    g.closePath();
    g.fill();
  } else g.stroke();
}

function drawCross(at, top, size) {
  g.lineWidth = 2.2;
  g.beginPath();
  g.moveTo(at - size, top - size);
  g.lineTo(at + size, top + size);
  g.moveTo(at + size, top - size);
  g.lineTo(at - size, top + size);
  g.stroke();
}

function drawMark(kind, at, top) {
  const size = clamp(rowHeight * 0.24, 1.5, 6);
  g.setLineDash([]);
  if (kind === "death" || kind === "lost") drawCross(at, top, size);
  else if (kind === "finish") g.fillRect(at - size, top - size, size * 2, size * 2);
  else {
    g.beginPath();
    g.arc(at, top, size * 0.8, 0, 7);
    if (kind === "restart") g.fill();
    else {
      g.fillStyle = colors.paper;
      g.fill();
      g.stroke();
    }
  }
}

function drawTimes(first, last) {
  g.fillStyle = colors.panel;
  g.fillRect(0, head, GUTTER, height - head);
  g.font = font(12);
  g.textAlign = "right";
  g.textBaseline = "middle";
  let free = head + 8;
  for (let at = first; at < last; at++) {
    const time = rows[shown[at]][TIME];
    const starts = at === 0 || rows[shown[at - 1]][TIME] !== time;
    const top = rowY(at);
    if (starts && at > 0 && rowHeight > 3) {
      g.strokeStyle = colors.edge;
      g.lineWidth = 1;
      g.beginPath();
      g.moveTo(0, top - rowHeight / 2 + 0.5);
      g.lineTo(width - MAP, top - rowHeight / 2 + 0.5);
      g.stroke();
    }
    // The time of what stands first in view stays in view.
    const sticks = !starts && at === Math.min(last - 1, Math.max(first, Math.ceil(y / rowHeight)));
    if ((starts || sticks) && top >= free) {
      g.fillStyle = starts ? colors.ink : colors.soft;
      g.fillText(`${time.toLocaleString("en")} ms`, GUTTER - 10, top);
      free = top + 15;
    }
  }
}

function drawHead() {
  g.fillStyle = colors.panel;
  g.fillRect(0, 0, width, head);
  g.strokeStyle = colors.edge;
  g.lineWidth = 1;
  g.beginPath();
  g.moveTo(0, head - 0.5);
  g.lineTo(width, head - 0.5);
  g.moveTo(GUTTER - 0.5, 0);
  g.lineTo(GUTTER - 0.5, height);
  g.stroke();
  g.save();
  g.beginPath();
  g.rect(GUTTER, 0, width - GUTTER - MAP, head);
  g.clip();
  g.font = font(13, "600");
  g.textBaseline = "middle";
  lanes.forEach((name, lane) => {
    const at = middle(lane);
    if (at < GUTTER - 200 || at > width + 200) return;
    g.fillStyle = colors.ink;
    if (!slanted) {
      g.textAlign = "center";
      g.fillText(name, at, head / 2);
      return;
    }
    g.save();
    g.translate(at, head - 9);
    g.rotate(-Math.PI / 4);
    g.textAlign = "left";
    g.fillText(cut(name, (head - 18) / 0.72), 0, 0);
    g.restore();
  });
  g.restore();
  g.fillStyle = colors.soft;
  g.font = font(12);
  g.textAlign = "right";
  g.textBaseline = "middle";
  g.fillText("time", GUTTER - 10, head - 14);
}

function cut(text, room) {
  if (g.measureText(text).width <= room) return text;
  while (text.length > 1 && g.measureText(text + "…").width > room) text = text.slice(0, -1);
  return text + "…";
}

/// All of it at the edge: deaths, matches, and what is in view.
function drawMap() {
  const at = width - MAP, tall = height - head;
  g.fillStyle = colors.panel;
  g.fillRect(at, head, MAP, tall);
  const all = Math.max(1, shown.length + 2);
  const mark = (index, color) => {
    g.fillStyle = color;
    g.fillRect(at + 2, head + (place[index] / all) * tall, MAP - 4, 2);
  };
  for (const index of notable) mark(index, colors.lost);
  for (const index of matches) mark(index, colors.post);
  const size = whole().h;
  g.fillStyle = colors.soft;
  g.globalAlpha = 0.35;
  g.fillRect(at, head + (y / size) * tall, MAP, Math.max(10, ((height - head) / size) * tall));
  g.globalAlpha = 1;
}
