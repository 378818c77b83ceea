// Dragging a card to another column presses the button that moves it there; without this the buttons do.
"use strict";

const form = document.getElementById("pipeline");
let dragged = null;

function fits(column) {
  return dragged && column.dataset.stage !== dragged.closest(".ws-column").dataset.stage
    && dragged.dataset.goes.split(" ").includes(column.dataset.stage);
}

for (const card of form.querySelectorAll(".ws-card[data-goes]")) {
  if (!card.querySelector("button")) continue;
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.key);
    for (const column of form.querySelectorAll(".ws-column")) column.classList.toggle("ws-fits", fits(column));
  });
  card.addEventListener("dragend", () => {
    dragged = null;
    for (const column of form.querySelectorAll(".ws-column")) column.classList.remove("ws-fits", "ws-over");
  });
}

for (const column of form.querySelectorAll(".ws-column")) {
  column.addEventListener("dragover", (event) => {
    if (!fits(column)) return;
    event.preventDefault();
    column.classList.add("ws-over");
  });
  column.addEventListener("dragleave", () => column.classList.remove("ws-over"));
  column.addEventListener("drop", (event) => {
    if (!fits(column)) return;
    event.preventDefault();
    const wanted = `${dragged.dataset.key} ${column.dataset.stage}`;
    [...dragged.querySelectorAll("button[name=move]")].find((button) => button.value === wanted)?.click();
  });
}
