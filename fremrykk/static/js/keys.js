// Keys press the links and buttons that name them. They can be turned off (WCAG 2.1.4), which this browser remembers.
"use strict";

const STORE = "fremrykk-keys-off";
const toggle = document.querySelector("[data-keys] button");
let isOn = localStorage.getItem(STORE) === null;

function show() {
  toggle?.setAttribute("aria-pressed", String(isOn));
  for (const hint of document.querySelectorAll("kbd")) hint.hidden = !isOn;
}

if (toggle) {
  toggle.parentElement.hidden = false;
  toggle.addEventListener("click", () => {
    isOn = !isOn;
    if (isOn) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, "yes");
    show();
  });
}
show();

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (!isOn || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key.toLowerCase());
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
