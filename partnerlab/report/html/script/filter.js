// The list of scenarios: by verdict, by partner, by words. Every word must be found, in either language.
const filter = document.getElementById("filter");
const scenarios = [...document.querySelectorAll("details.scenario")];
const chips = [...filter.querySelectorAll("[data-verdict]")];

const pressed = (chip) => chip.getAttribute("aria-pressed") === "true";
const press = (chip, on) => chip.setAttribute("aria-pressed", String(on));

function sift() {
  const words = filter.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const partner = filter.elements.partner.value;
  const verdicts = new Set(chips.filter(pressed).map((chip) => chip.dataset.verdict));
  let count = 0;
  for (const scenario of scenarios) {
    const { verdict, partners, search } = scenario.dataset;
    scenario.hidden = !(
      (!verdicts.size || verdicts.has(verdict)) &&
      (!partner || partners.split(" ").includes(partner)) &&
      words.every((word) => search.includes(word))
    );
    if (!scenario.hidden) count += 1;
  }
  document.getElementById("none").hidden = count > 0 || !scenarios.length;
  document.getElementById("shown").replaceChildren(
    ...(count === scenarios.length ? t("count.scenarios", count) : t("count.shown", count)));
}

function choose(verdicts, partner, text) {
  for (const chip of chips) press(chip, verdicts.includes(chip.dataset.verdict));
  filter.elements.partner.value = partner;
  filter.elements.text.value = text;
  sift();
}

filter.addEventListener("submit", (event) => event.preventDefault());
filter.addEventListener("input", sift);
document.addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  const chip = hit(".chips [data-verdict]"), only = hit("[data-only]"), partner = hit("[data-partner]"), open = hit("[data-open]");
  if (chip) { press(chip, !pressed(chip)); sift(); }
  if (only) choose([only.dataset.only], "", "");
  if (partner) choose([], partner.dataset.partner, "");
  if (hit("[data-clear]")) choose([], "", "");
  if (open) for (const scenario of scenarios) if (!scenario.hidden) scenario.open = Boolean(open.dataset.open);
});
