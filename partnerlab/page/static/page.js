"use strict";
// The page says so when the lab no longer answers, and takes it back when it does.
const lost = document.getElementById("lost");
document.body.addEventListener("htmx:sendError", () => { lost.hidden = false; });
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) lost.hidden = true;
  // An act that went well ends the notice about the one before it.
  if (event.detail.successful && event.detail.requestConfig.verb !== "get") document.getElementById("notice").textContent = "";
});
// What a person asked for is where the keyboard goes on.
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "panel") event.detail.target.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
});
