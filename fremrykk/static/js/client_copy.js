// Drawing on a page writes a line into the field of areas; without this the lines are typed.
"use strict";

const pages = document.querySelector("#pages[data-draws]");
const field = document.getElementById("id_areas");

function areas() {
  return field.value.split("\n").map((line) => line.replaceAll(",", ".").match(/[0-9.]+/g)?.map(Number)).filter((each) => each?.length === 5);
}

function show() {
  for (const old of pages.querySelectorAll(".cc-area:not([data-now])")) old.remove();
  for (const [page, left, top, right, bottom] of areas()) place(pages.querySelector(`[data-page="${page}"]`), { left, top, right, bottom });
}

function place(page, { left, top, right, bottom }, box = document.createElement("div")) {
  if (!page) return;
  const picture = page.querySelector("img");
  box.className = "cc-area";
  box.style.left = `${left}%`;
  box.style.width = `${right - left}%`;
  box.style.top = `${(top / 100) * picture.clientHeight}px`;
  box.style.height = `${((bottom - top) / 100) * picture.clientHeight}px`;
  page.append(box);
}

function draw(page, begun) {
  const picture = page.querySelector("img");
  const frame = picture.getBoundingClientRect();
  const at = (event) => [
    Math.min(100, Math.max(0, ((event.clientX - frame.left) / frame.width) * 100)),
    Math.min(100, Math.max(0, ((event.clientY - frame.top) / frame.height) * 100)),
  ];
  const [x, y] = at(begun);
  const box = document.createElement("div");
  box.dataset.now = "";
  let area = null;
  const move = (event) => {
    const [to, down] = at(event);
    area = { left: Math.min(x, to), right: Math.max(x, to), top: Math.min(y, down), bottom: Math.max(y, down) };
    place(page, area, box);
  };
  picture.setPointerCapture(begun.pointerId);
  picture.addEventListener("pointermove", move);
  picture.addEventListener("pointerup", () => {
    picture.removeEventListener("pointermove", move);
    box.remove();
    if (!area || area.right - area.left < 0.5 || area.bottom - area.top < 0.5) return;
    const line = [page.dataset.page, area.left, area.top, area.right, area.bottom].map((each) => Math.round(Number(each) * 10) / 10).join(" ");
    field.value = `${field.value.trimEnd()}\n${line}`.trimStart();
    show();
  }, { once: true });
}

if (pages && field) {
  for (const page of pages.querySelectorAll(".cc-page")) {
    page.querySelector("img").addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button !== 0) return;
      event.preventDefault();
      draw(page, event);
    });
  }
  field.addEventListener("input", show);
  window.addEventListener("resize", show);
  window.addEventListener("load", show);
}
