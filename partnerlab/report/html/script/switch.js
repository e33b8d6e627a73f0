// Language and theme, before anything is drawn. The address wins (?lang=th), then what was chosen here before,
// then what the browser speaks. A file opened from disk may have no storage; then the choice lasts for the page.
const remembered = {
  get(key) { try { return localStorage.getItem("partnerlab-report-" + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem("partnerlab-report-" + key, value); } catch { /* kept for this page only */ } },
};
const asked = new URLSearchParams(location.search);
const root = document.documentElement;

function speak(language) {
  root.lang = language === "th" ? "th" : "en";
  for (const place of document.querySelectorAll("[data-en]")) {
    const text = place.dataset[root.lang];
    if (place.tagName === "INPUT") place.placeholder = text; else place.textContent = text;
  }
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", String(button.dataset.language === root.lang));
}

function isDark() {
  const theme = root.dataset.theme;
  return theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
}

root.dataset.theme = asked.get("theme") || remembered.get("theme") || "auto";
speak(asked.get("lang") || remembered.get("language") || (navigator.language || "").slice(0, 2));

document.addEventListener("DOMContentLoaded", () => speak(root.lang));
document.addEventListener("click", (event) => {
  const language = event.target.closest("[data-language]");
  if (language) { speak(language.dataset.language); remembered.set("language", root.lang); }
  if (event.target.closest("[data-theme-switch]")) {
    root.dataset.theme = isDark() ? "light" : "dark";
    remembered.set("theme", root.dataset.theme);
  }
});
