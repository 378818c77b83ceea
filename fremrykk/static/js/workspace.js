// select2 gives its box no name a screen reader could say: take the one of the field's label, whenever a box appears.
function nameBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (!label || !select.nextElementSibling) continue;
    for (const part of select.nextElementSibling.querySelectorAll("[role=combobox][aria-labelledby], [role=textbox]:not([aria-label])")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", label.textContent.replace(":", "").trim());
    }
  }
}
new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
nameBoxes();

// A day half typed is sent as none: say so before it is sent. The rest is for the server to judge.
document.addEventListener("submit", (event) => {
  const half = [...event.target.querySelectorAll("input[type=date], input[type=time]")].find((each) => each.validity.badInput);
  if (!half) return;
  event.preventDefault();
  half.reportValidity();
});
