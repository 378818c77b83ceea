// Small conveniences; every page works without them.
"use strict";

// After a form came back with errors: to the summary at once.
document.querySelector("[data-focus]")?.focus();

// A form is sent once, however often the button is pressed. The button comes back when the page does.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
