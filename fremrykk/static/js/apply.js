// Applying: files can be dropped, are listed and looked at before they are sent, and one sees how far they are.
// Without this script the same form is sent as it is.
"use strict";

for (const form of document.querySelectorAll("form[data-form=apply]")) {
  const words = form.querySelector("[data-words]")?.dataset ?? {};
  const MOST_TOGETHER = 25_000_000;
  const inputs = [...form.querySelectorAll("[data-drop] input[type=file]")];

  const size = (bytes) => `${(bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 })} MB`;

  function fault(file, input, most) {
    const endings = input.accept.split(",");
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return `${file.name} ${words.wrongKind} ${endings.join(", ")}`;
    if (file.size === 0) return `${file.name} ${words.empty}`;
    return file.size > most ? `${file.name} ${words.tooLarge}` : "";
  }

  function put(input, files) {
    const box = new DataTransfer();
    for (const file of input.multiple ? files : files.slice(-1)) box.items.add(file);
    input.files = box.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  for (const input of inputs) {
    const zone = input.closest("[data-drop]");
    const most = Number(zone.dataset.most);
    const here = document.createElement("p");
    here.className = "drop-here quiet";
    here.textContent = words.dropHere;
    input.before(here);
    const list = document.createElement("ul");
    list.className = "chosen";
    list.setAttribute("aria-live", "polite");
    const pick = document.createElement("label"); // in the page's language, for the browser's own button; the input stays and is focused
    pick.className = "button second pick";
    pick.htmlFor = input.id;
    pick.textContent = input.multiple ? words.chooseMany : words.choose;
    input.after(pick, list);
    input.classList.add("hidden-text");
    zone.classList.add("is-ready");

    input.addEventListener("change", () => {
      const files = [...input.files];
      const faults = files.map((file) => fault(file, input, most));
      const all = inputs.flatMap((each) => [...each.files]).reduce((sum, file) => sum + file.size, 0);
      list.replaceChildren(...files.map((file, place) => line(file, faults[place], () => put(input, files.filter((each) => each !== file)))));
      const first = faults.find(Boolean) || (all > MOST_TOGETHER ? words.tooMuch : "");
      if (first === words.tooMuch) list.append(line({ name: words.tooMuch, size: all }, words.tooMuch));
      input.setCustomValidity(first);
      input.toggleAttribute("aria-invalid", Boolean(first));
    });
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      const dropped = [...event.dataTransfer.files];
      if (dropped.length) put(input, input.multiple ? [...input.files, ...dropped] : dropped);
    });
  }

  function line(file, wrong, takeOut) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = wrong || `${words.chosen} ${file.name} (${size(file.size)})`;
    if (wrong) text.className = "fault";
    item.append(text);
    if (takeOut) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words.takeOut;
      button.setAttribute("aria-label", `${words.takeOut} ${file.name}`);
      button.addEventListener("click", takeOut);
      item.append(button);
    }
    return item;
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const wrong = inputs.find((input) => input.validationMessage && input.validity.customError);
    if (wrong) {
      event.preventDefault();
      delete form.dataset.sent;
      wrong.focus();
      wrong.scrollIntoView({ block: "center" });
      return;
    }
    if (!inputs.some((input) => input.files.length)) return;
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value); // which button it was
    send(data);
  });

  function send(data) {
    const box = form.querySelector("[data-sending]");
    const [bar, status] = [box.querySelector("progress"), box.querySelector("[role=status]")];
    const request = new XMLHttpRequest();
    let told = -1;
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    request.upload.addEventListener("progress", (event) => {
      const part = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
      bar.value = part;
      if (part >= told + 25) { told = part; status.textContent = words.isSending.replace("{part}", `${part} %`); }
    });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); status.textContent = words.looking; });
    request.addEventListener("load", () => {
      // The answer is a page of its own: the receipt at its address, or this form with what is to be put right.
      if (new URL(request.responseURL).pathname !== new URL(form.action).pathname) { location.assign(request.responseURL); return; }
      history.replaceState(null, "", request.responseURL); // a form that went to another address comes back at that one
      show(request.responseText);
    });
    request.addEventListener("error", () => {
      box.hidden = true;
      delete form.dataset.sent;
      status.textContent = "";
      form.querySelector(".actions").before(Object.assign(document.createElement("p"), { className: "said warning", role: "alert", textContent: words.failed }));
    });
    request.open("POST", form.action);
    request.send(data);
  }

  function show(html) {
    document.open();
    document.write(html);
    document.close();
  }
}
