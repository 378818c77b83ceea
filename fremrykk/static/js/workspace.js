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
