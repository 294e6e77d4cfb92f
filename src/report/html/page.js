"use strict";
const filter = document.getElementById("filter");
if (filter) {
  filter.hidden = false;
  filter.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    const code = chosen.dataset.code || "";
    for (const button of filter.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === chosen));
    }
    for (const finding of document.querySelectorAll(".finding")) {
      finding.hidden = code !== "" && finding.dataset.code !== code;
    }
    for (const article of document.querySelectorAll(".article")) {
      article.hidden = !article.querySelector(".finding:not([hidden])");
    }
  });
}
