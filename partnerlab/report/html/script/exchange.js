// One exchange, drawn when it is asked for: who, when, what was done to it, and the exact text both ways.

function edged(value) {  // a blank at an edge shows only between quotes
  const text = String(value ?? "");
  return plain(text.trim() === text ? text : `"${text}"`);
}

function flaw(finding) {
  const blame = finding.blame && data().words["blame." + finding.blame];
  return h("div", { class: finding.excused || finding.notice ? "flaw excused" : "flaw" },
    h("b", null, plain(finding.rule ?? "")), " ", h("code", null, plain(finding.where ?? "")),
    blame && !finding.excused && !finding.notice ? h("span", { class: "fine" }, t("blame"), ": ", both({ en: blame[0], th: blame[1] })) : null,
    finding.excused ? h("div", { class: "fine" }, t("exchange.excused")) : null,
    finding.notice ? h("div", { class: "fine" }, t("finding.notice")) : null,
    h("dl", null,
      h("dt", { class: "want-label" }, t("expected")), h("dd", null, edged(finding.expected)),
      h("dt", { class: "got-label" }, t("seen")), h("dd", null, edged(finding.seen))));
}

function fact(name, ...value) {
  return value.flat(Infinity).length ? h("div", null, h("dt", null, name), h("dd", null, value)) : null;
}

function facts(exchange) {
  const name = (party) => both(data().parties[party] || party);
  const lost = { request: () => t("exchange.lost.request"), answer: () => t("exchange.lost.answer") }[exchange.lost];
  const route = [name(exchange.sender), " → ", exchange.via ? [name(exchange.via), " → "] : [], name(exchange.receiver)];
  return h("dl", { class: "facts" },
    h("div", { class: "route" }, h("dd", { style: "grid-column:1/-1" }, h("b", null, route), exchange.parent
      ? h("span", { class: "fine" }, " ", t("exchange.inside", exchange.parent)) : null)),
    fact(t("exchange.left"), both(exchange.left)),
    exchange.answered ? fact(t("exchange.answered"), both(exchange.answered)) : null,
    exchange.faults || lost ? fact(t("exchange.faults"), h("span", { class: "warn" },
      plain((exchange.faults || []).join(", ")), exchange.faults && lost ? " · " : "", lost ? lost() : [])) : null,
    exchange.masked ? h("div", null, h("dd", { style: "grid-column:1/-1" },
      h("span", { class: "masked" }, t("exchange.masked", exchange.masked)))) : null);
}

function headers(message, findings) {
  const entries = Object.entries(message.headers || {});
  if (!entries.length) return null;
  const rows = entries.map(([name, value]) => {
    const here = findings.filter((finding) => (finding.where || "").toLowerCase().endsWith("/" + name.toLowerCase()));
    return h("tr", { class: here.length ? "hurt" : null }, h("th", { scope: "row" }, plain(name)),
      h("td", null, plain(value), here.map(flaw)));
  });
  return h("table", { class: "heads", "aria-label": label("exchange.headers") }, h("tbody", null, rows));
}

// The ways a body can be read, the best first. What a view cannot show makes room for the next.
function views(message, channel, findings) {
  const ways = [];
  const body = message.body || "";
  if (channel !== "http" || /^text\/(plain|csv)/.test(message.media || "") && /\n./.test(body))
    ways.push([t("exchange.ruler"), () => recordView(body, message.media, findings, message.lines), "record"]);
  else try { const laid = layOut(body, findings); ways.push([t("exchange.pretty"), () => laid, ""]); } catch { /* not JSON */ }
  ways.push([t("exchange.raw"), () => h("div", { class: "raw" }, plain(body)), ""]);
  return ways;
}

function copyButton(body) {
  const button = h("button", { type: "button", class: "copy" }, t("exchange.copy"));
  button.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(body); } catch { return; }
    button.replaceChildren(...t("exchange.copied"));
    setTimeout(() => button.replaceChildren(...t("exchange.copy")), 1500);
  });
  return button;
}

function bodyBox(message, channel, findings) {
  if (!message.body) return h("p", { class: "fine" }, t("exchange.empty"));
  const box = h("div", { class: "body", tabindex: 0, role: "region", "aria-label": label("exchange.body") });
  const tabs = views(message, channel, findings).map(([name, draw, kind]) => {
    const tab = h("button", { type: "button", role: "tab" }, name);
    tab.addEventListener("click", () => {
      box.className = "body " + kind;
      box.replaceChildren(...[draw()].flat(Infinity));
      for (const other of tabs) other.setAttribute("aria-selected", String(other === tab));
    });
    return tab;
  });
  tabs[0].click();
  return [h("div", { class: "tabs", role: "tablist" }, tabs, copyButton(message.body)), box];
}

// Findings that speak of the body or of a header are shown there; the others stand at the head of their side.
function loose(finding, message, channel) {
  const where = finding.where || "";
  if (placeOf(where)) return channel === "http" && !/\n/.test(message.body || "");
  if (/^body/.test(where)) { try { JSON.parse(message.body); return false; } catch { return true; } }
  return !Object.keys(message.headers || {}).some((name) => where.toLowerCase().endsWith("/" + name.toLowerCase()));
}

function side(exchange, which, title) {
  const message = exchange[which];
  if (!message) return which === "answer" && exchange.channel === "http"
    ? h("section", { class: "side" }, h("h5", null, title), h("p", null, t("exchange.no_answer"))) : null;
  const findings = (exchange.findings || []).filter((finding) => (finding.side || "request") === which);
  const within = findings.filter((finding) => !loose(finding, message, exchange.channel));
  const first = which === "request" ? h("span", { class: "line" }, plain(message.line || ""))
    : h("span", { class: "line status" }, plain(message.status ?? ""));
  const size = message.size ? h("span", { class: "size" }, message.size.toLocaleString("en"), " ", t("exchange.bytes")) : null;
  return h("section", { class: "side" },
    h("header", null, h("h5", null, title), first, size),
    findings.filter((finding) => !within.includes(finding)).map(flaw),
    headers(message, within),
    bodyBox(message, exchange.channel, within.filter((finding) => /^body|^line/.test(finding.where || ""))));
}

function exchangeView(exchange) {
  const asks = exchange.channel === "http" ? t("exchange.request") : t("exchange.file");
  return [facts(exchange), side(exchange, "request", asks), side(exchange, "answer", t("exchange.answer"))];
}

function heading(exchange, attributes) {
  return h("h4", attributes, t("exchange"), " ", exchange.number, ": ", h("code", null, plain(exchange.operation)));
}
