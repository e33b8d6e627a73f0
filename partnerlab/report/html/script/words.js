// Making elements from text and never from markup: what a body says can only ever be shown.
let parsed = null;
function data() {  // read on the first wish: a long run holds megabytes that most readers never open
  return (parsed ??= unshared(JSON.parse(document.getElementById("data").textContent)));
}

// What repeats stands once in the data; exchanges have its number there in its place.
function unshared(told) {
  const open = (holder, keys) => {
    for (const key of keys) if (typeof holder?.[key] === "number") holder[key] = told.shared[holder[key]];
  };
  for (const scenario of Object.values(told.scenarios)) for (const exchange of Object.values(scenario.exchanges)) {
    open(exchange, ["left", "answered"]);
    for (const message of [exchange.request, exchange.answer]) open(message, ["body", "headers"]);
  }
  return told;
}

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {}))
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// A text in both languages, of which the style sheet shows one.
function both(text) {
  if (!text || typeof text !== "object") return plain(text ?? "");
  if (text.en === text.th) return plain(text.en);
  return ["en", "th"].filter((language) => text[language] !== undefined)
    .map((language) => h("span", { lang: language }, plain(text[language])));
}

// One of the report's own words; {n} in it is filled, and one is said as one.
function t(key, n) {
  const words = data().words;
  const [en, th] = ((n === 1 && words[key + ".one"]) || words[key]).map((word) => word.replace("{n}", n));
  return both({ en, th });
}

function label(key) {  // for a label that no style sheet can switch
  return data().words[key].join(" · ");
}

// Text in which what cannot be seen is named, and what was masked is shown as masked.
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]/;
const PIECES = new RegExp("([•█▒]+|\\*{3,}|" + ODD.source + ")", "u");

function plain(text) {
  return String(text).split(PIECES).map((piece, index) => {
    if (index % 2 === 0) return piece;
    if (!ODD.test(piece)) return h("span", { class: "mask" }, piece);
    return h("span", { class: "odd" }, "U+" + piece.codePointAt(0).toString(16).toUpperCase().padStart(4, "0"));
  });
}
