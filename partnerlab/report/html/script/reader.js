// The address is the state: #scenario, #scenario/step-3 and #scenario/exchange-4 can be sent to a colleague.
const reader = document.getElementById("reader");
let cameFrom = null;

function place() {
  let name;
  try { name = decodeURIComponent(location.hash.slice(1)); } catch { return {}; }
  const [, anchor, kind, number] = /^(.*)\/(step|exchange)-([0-9]+)$/.exec(name) || [null, name];
  return { name, anchor, kind, number: Number(number) };
}

function go() {
  const { name, anchor, kind, number } = place();
  const scenario = document.getElementById(anchor || "");
  if (scenario?.matches("details.scenario")) {
    if (scenario.hidden) choose([], "", "");
    scenario.open = true;
    fill(scenario);
  }
  if (kind === "exchange" && scenario) read(anchor, number);
  else shut(false);
  if (name && (kind || scenario?.matches("details"))) document.getElementById(name)?.scrollIntoView({ block: kind === "exchange" ? "nearest" : "start" });
}

function turn(anchor, numbers, index, sign, key) {
  const target = numbers[index];
  const button = h("button", { type: "button", "aria-label": label(key), title: label(key), disabled: target === undefined ? "" : null }, sign);
  button.addEventListener("click", () => { location.hash = `${anchor}/exchange-${target}`; });
  return button;
}

function read(anchor, number) {
  const told = data().scenarios[anchor];
  const exchange = told?.exchanges[number];
  const numbers = Object.keys(told?.exchanges || {}).map(Number).sort((a, b) => a - b);
  const close = h("button", { type: "button", "aria-label": label("exchange.close"), title: label("exchange.close") + " (Esc)" }, "✕");
  close.addEventListener("click", () => shut(true));
  const title = exchange ? heading(exchange, { tabindex: -1 }) : h("h4", { tabindex: -1 }, t("exchange.gone"));
  if (reader.hidden) cameFrom = document.activeElement;
  reader.replaceChildren(
    h("div", { class: "bar" }, title,
      turn(anchor, numbers, numbers.indexOf(number) - 1, "←", "exchange.previous"),
      turn(anchor, numbers, numbers.indexOf(number) + 1, "→", "exchange.next"), close),
    h("div", { class: "exchange" }, exchange ? exchangeView(exchange) : []));
  reader.hidden = false;
  reader.scrollTop = 0;
  document.body.classList.add("reading");
  mark(`#${anchor}/exchange-${number}`);
  title.focus({ preventScroll: true });
  for (const cut of reader.querySelectorAll(".record")) show(cut);
}

// A long record starts at its first flaw, not at column 1.
function show(box) {
  const cut = box.querySelector(".cut");
  if (cut) box.scrollLeft = Math.max(0, cut.offsetLeft - box.clientWidth / 3);
}

function mark(target) {
  for (const arrow of document.querySelectorAll("a.x.chosen")) arrow.classList.remove("chosen");
  const scenario = document.getElementById(place().anchor || "");
  for (const arrow of scenario?.querySelectorAll("a.x") || [])
    if (target && arrow.getAttribute("href") === target) arrow.classList.add("chosen");
}

function shut(back) {
  if (reader.hidden) return;
  reader.hidden = true;
  document.body.classList.remove("reading");
  mark(null);
  if (back) {
    const { anchor } = place();
    history.replaceState(null, "", "#" + anchor);
    if (cameFrom?.isConnected) cameFrom.focus({ preventScroll: true });
  }
}

function toggleTexts(button) {
  const scenario = button.closest("details");
  const box = scenario.querySelector(".texts");
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  if (!open) return box.replaceChildren();
  const told = data().scenarios[scenario.id];
  box.replaceChildren(...Object.values(told.exchanges).sort((a, b) => a.number - b.number).map((exchange) =>
    h("article", { class: "exchange" }, heading(exchange), exchangeView(exchange))));
}

// What is inside a scenario that passed waits in the data of a long run. It is the templates' own markup, in which every
// text of a message was escaped, and the policy of the page lets no script in it run.
function fill(scenario) {
  const inside = scenario.querySelector("[data-waits]");
  if (!inside) return;
  const { insides, pieces } = data();
  const markup = insides[scenario.id].map((piece) => (typeof piece === "number" ? pieces[piece] : piece)).join("");
  inside.innerHTML = markup.replaceAll("\u0001", scenario.id);
  inside.removeAttribute("data-waits");
}

// Only a diagram that needs no sideways scrolling can keep its heads in sight while the page scrolls.
function fit(scenario) {
  const diagram = scenario.querySelector(".diagram");
  if (diagram && scenario.open) diagram.classList.toggle("fits", diagram.querySelector("svg").clientWidth <= diagram.clientWidth);
}

addEventListener("hashchange", go);
addEventListener("resize", () => scenarios.forEach(fit));
for (const scenario of scenarios) scenario.addEventListener("toggle", () => { if (scenario.open) fill(scenario); fit(scenario); });
document.addEventListener("click", (event) => {
  const texts = event.target.closest("[data-texts]");
  if (texts) toggleTexts(texts);
  const link = event.target.closest("a[href^='#']");
  if (link && link.getAttribute("href") === location.hash) go();  // the same place again: nothing would change otherwise
});
document.addEventListener("keydown", (event) => {
  if (reader.hidden) return;
  if (event.key === "Escape") shut(true);
  const step = { ArrowLeft: 0, ArrowRight: 1 }[event.key];
  if (step !== undefined && event.target.closest("#reader .bar")) reader.querySelectorAll(".bar button")[step].click();
});
let opened = [];
addEventListener("beforeprint", () => {
  opened = scenarios.filter((scenario) => !scenario.open && !scenario.hidden);
  for (const scenario of opened) { scenario.open = true; fill(scenario); }
});
addEventListener("afterprint", () => { for (const scenario of opened) scenario.open = false; });
go();
