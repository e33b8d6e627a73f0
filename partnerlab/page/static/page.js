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
// A file that is dropped anywhere on the checker is checked; on any other part it is not taken for an address to go to.
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  const field = document.getElementById("file");
  if (!field || !event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
  field.form.requestSubmit();
});
