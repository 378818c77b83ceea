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

// A folded table is read where it stands: its title leads to its page, and what that page shows of it is put beneath the title.
// Whatever goes wrong on the way, the link does what a link does.
async function unfold(link) {
  const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
  const shown = page.getElementById(link.parentElement.id).parentElement;
  const rows = document.createElement("div");
  rows.id = `${link.parentElement.id}-rows`;
  rows.append(...[...shown.children].slice(1));
  link.closest(".ws-folded").append(rows);
  link.setAttribute("aria-controls", rows.id);
}

const folded = [...document.querySelectorAll("a[data-unfold]")];
const isOpen = (link) => link.getAttribute("aria-expanded") === "true";
for (const link of folded) link.setAttribute("aria-expanded", "false");

document.addEventListener("click", async (event) => {
  const jump = event.target.closest(".ws-jump a");
  if (jump) folded.find((each) => `#${each.parentElement.id}` === jump.hash && !isOpen(each))?.click();
  const link = event.target.closest("a[data-unfold]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const panel = link.closest(".ws-folded");
  if (panel.getAttribute("aria-busy") === "true") return;
  panel.setAttribute("aria-busy", "true");
  try {
    if (!panel.children[1]) await unfold(link);
    link.setAttribute("aria-expanded", String(!isOpen(link)));
    panel.children[1].hidden = !isOpen(link);
  } catch {
    location.assign(link.href);
  }
  panel.setAttribute("aria-busy", "false");
});

// Whoever writes is here. The session ends half an hour after the last it heard of somebody, so it is told of each key
// within a few minutes.
const TELL_EVERY = 5 * 60 * 1000;
let told = Date.now();
let telling = 0;

function tell() {
  told = Date.now();
  telling = 0;
  fetch("/admin/jsi18n/", { method: "HEAD", cache: "no-store" }).catch(() => {});
}

document.addEventListener("input", () => {
  telling ||= setTimeout(tell, Math.max(0, told + TELL_EVERY - Date.now()));
});
