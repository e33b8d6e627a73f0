// JSON laid out without being changed: every number, every doubled key and every order stays as it was sent, which
// a parse and a print would lose (100.10 must not become 100.1). Each line knows its path, for findings to find it.
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function jsonLines(source) {
  JSON.parse(source);  // throws unless it is JSON
  const tokens = source.match(TOKENS) || [];
  const lines = [{ depth: 0, path: "", parts: [] }];
  let at = 0;
  const put = (kind, text) => lines.at(-1).parts.push([kind, text]);
  const next = (depth, path) => lines.push({ depth, path, parts: [] });

  function inside(open, path, depth) {
    const close = open === "{" ? "}" : "]";
    put("p", open);
    let index = 0;
    const empty = tokens[at] === close;
    while (tokens[at] !== close) {
      const key = open === "{" ? tokens[at++] : null;
      const place = path + "/" + (key === null ? index++ : JSON.parse(key));
      next(depth + 1, place);
      if (key !== null) { put("k", readable(key)); put("p", ": "); at += 1; }
      value(place, depth + 1);
      if (tokens[at] === ",") { put("p", ","); at += 1; }
    }
    at += 1;
    if (!empty) next(depth, null);
    put("p", close);
  }

  function value(path, depth) {
    const token = tokens[at++];
    if (token === "{" || token === "[") inside(token, path, depth);
    else put(token.startsWith('"') ? "s" : "n", token.startsWith('"') ? readable(token) : token);
  }
  value("", 0);
  return lines;
}

// \u0e01 as ก: only escapes are undone, and only in this view; the exact text stays one click away.
function readable(token) {
  return token.includes("\\u") ? JSON.stringify(JSON.parse(token)) : token;
}

// The line a finding speaks of, or the nearest one that is there (a missing field belongs to its object).
function lineFor(lines, where) {
  const path = where.replace(/^body/, "");
  for (let place = path; ; place = place.slice(0, place.lastIndexOf("/"))) {
    const line = lines.find((one) => one.path === place);
    if (line || !place.includes("/")) return line || lines[0];
  }
}

function layOut(source, findings) {
  const lines = jsonLines(source);
  for (const finding of findings) (lineFor(lines, finding.where).flaws ||= []).push(finding);
  return lines.map((line) => [
    h("div", { class: line.flaws ? "j hurt" : "j", style: "--depth:" + line.depth },
      line.parts.map(([kind, text]) => h("span", { class: kind }, plain(text)))),
    (line.flaws || []).map(flaw),
  ]);
}
