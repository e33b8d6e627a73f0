// A record file under a column ruler. Columns are bytes: a Thai run is as wide as its bytes, so that vowels which
// take no room on a screen still take their column here and the ruler stays true to the layout.
function columns(text, media) {
  return /utf-?8/i.test(media || "") ? new TextEncoder().encode(text).length : text.length;
}

function runs(text, media) {
  return (text.match(/[\x20-\x7e]+|[^\x20-\x7e]+/g) || []).map((run) =>
    /^[\x20-\x7e]/.test(run) ? plain(run)
      : h("span", { class: "run", style: `width:${columns(run, media)}ch` }, plain(run)));
}

function ruler(width) {
  let tens = "", marks = "";
  for (let column = 10; column <= width + 9; column += 10) {
    tens += String(column).padStart(10);
    marks += "····┼····│";
  }
  return h("div", { class: "ruler", "aria-hidden": "true" }, tens + "\n" + marks);
}

// `line 7, columns 164-176 (amount)` as numbers; null when a finding speaks of no place in the file.
function placeOf(where) {
  const found = /line ([0-9]+)(?:,? columns? ([0-9]+)(?:\s*[-–]\s*([0-9]+))?)?/.exec(where || "");
  if (!found) return null;
  const [line, from, to] = found.slice(1).map((number) => (number ? Number(number) : null));
  return { line, from, to: to ?? from };
}

function cutAt(text, spans, media) {
  const edges = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from - 1, to])])]
    .filter((edge) => edge >= 0 && edge <= text.length).sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const start = edges[index];
    const hurt = spans.some(({ from, to }) => from - 1 <= start && end <= to);
    const pieces = runs(text.slice(start, end), media);
    return hurt ? h("span", { class: "cut" }, pieces) : pieces;
  });
}

// Of a long file only some lines are told; `numbers` says which.
function recordView(body, media, findings, numbers) {
  const rows = (body.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) || []).map((row) => /^([^\r\n]*)([\r\n]*)$/.exec(row));
  const width = rows.reduce((most, [, text]) => Math.max(most, columns(text, media)), 0);
  const placed = findings.map((finding) => [finding, placeOf(finding.where)]).filter(([, place]) => place);
  const drawn = rows.map(([, text, end], index) => {
    const number = numbers?.[index] ?? index + 1;
    const here = placed.filter(([, place]) => place.line === number);
    const spans = here.map(([, place]) => place).filter((place) => place.from);
    const shownEnd = end.replace("\r", "CR ").replace("\n", "LF").trim();
    return [
      h("div", { class: "r" }, h("span", { class: "ln" }, number),
        h("span", { class: "text" }, cutAt(text, spans, media)), h("span", { class: "eol" }, shownEnd)),
      here.map(([finding]) => h("div", { class: "under" }, flaw(finding))),
    ];
  });
  return h("div", { class: "rows" }, ruler(width), drawn);
}
