// The text of an ad as it will look, with buttons for what counts. The box beneath is what is sent; without a script it is written in.
"use strict";

const NAMES = { B: "strong", I: "em", DIV: "p", H1: "h2", H4: "h3", H5: "h3", H6: "h3" };
const KEPT = new Set(["h2", "h3", "p", "br", "ul", "ol", "li", "strong", "em", "a"]);
const UNSEEN = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "TEMPLATE"]);
const SCHEMES = /^(https?:|mailto:|tel:)/i;

// What counts of such a node, made anew: no attribute but the address of a link comes along.
function kept(node) {
  const made = document.createDocumentFragment();
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) made.append(child.data);
    if (child.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(child.tagName)) continue;
    const name = NAMES[child.tagName] ?? child.tagName.toLowerCase();
    const href = child.getAttribute("href") ?? "";
    if (!KEPT.has(name) || (name === "a" && !SCHEMES.test(href)) || (name === "p" && child.querySelector("p, div, ul, ol, h2, h3"))) {
      made.append(kept(child));
      continue;
    }
    const element = document.createElement(name);
    if (name === "a") element.setAttribute("href", href);
    element.append(kept(child));
    made.append(element);
  }
  return made;
}

const read = (html) => kept(new DOMParser().parseFromString(html, "text/html").body);

function written(page) {
  const whole = document.createElement("div");
  whole.append(kept(page));
  for (const empty of whole.querySelectorAll(":is(p, h2, h3, li, ul, ol):not(:has(br)):empty")) empty.remove();
  if (!whole.textContent.trim()) return "";
  return whole.innerHTML.replace(/(<\/(?:h2|h3|p|ul|ol)>)(?=<)/g, "$1\n");
}

function pageFor(box) {
  const page = document.createElement("div");
  const label = document.querySelector(`label[for="${box.id}"]`);
  const facts = { id: `${box.id}_page`, class: "ws-written", contenteditable: "true", role: "textbox", "aria-multiline": "true",
    "aria-label": label?.textContent.replace(":", "").trim() ?? "", lang: document.documentElement.lang };
  for (const [name, value] of Object.entries(facts)) page.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) if (box.hasAttribute(name)) page.setAttribute(name, box.getAttribute(name));
  label?.addEventListener("click", () => page.focus());
  const isPlain = !/<(p|h2|h3|ul|ol|br)\b/i.test(box.value);
  const parts = box.value.split(/\n\s*\n/).map((part) => `<p>${part}</p>`);
  page.append(read(isPlain ? parts.join("") : box.value));
  return page;
}

function paste(event) {
  event.preventDefault();
  const holder = document.createElement("div");
  const html = event.clipboardData.getData("text/html");
  if (!html) {
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    return;
  }
  holder.append(read(html));
  document.execCommand("insertHTML", false, holder.innerHTML);
}

function act(button, page, box) {
  const { block, do: what, link } = button.dataset;
  if ("tags" in button.dataset) {
    box.hidden = !box.hidden;
    page.hidden = !page.hidden;
    button.setAttribute("aria-pressed", String(page.hidden));
    if (page.hidden) box.focus();
    else page.replaceChildren(read(box.value));
    return;
  }
  page.focus();
  if (block) document.execCommand("formatBlock", false, block);
  if (what) document.execCommand(what);
  if (link !== undefined) {
    const address = window.prompt(link, "https://");
    if (address === null) return;
    if (SCHEMES.test(address) && address !== "https://") document.execCommand("createLink", false, address);
    else document.execCommand("unlink");
  }
  box.value = written(page);
}

for (const bar of document.querySelectorAll("[data-writes]")) {
  const box = document.getElementById(bar.dataset.writes);
  const page = pageFor(box);
  document.execCommand("defaultParagraphSeparator", false, "p");
  box.before(page);
  box.hidden = true;
  bar.hidden = false;
  page.addEventListener("paste", paste);
  page.addEventListener("input", () => { box.value = written(page); });
  for (const button of bar.querySelectorAll("button")) {
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => act(button, page, box));
  }
}
