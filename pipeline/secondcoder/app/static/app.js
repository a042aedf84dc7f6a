"use strict";
// Dropping files, and one step for one press: everything else works without this file.
(() => {
  const zone = document.querySelector("[data-drop]");
  const input = zone && zone.querySelector("input[type=file]");
  if (zone && input) {
    const told = zone.querySelector("[data-dropped]");
    const tell = () => {
      const names = [...input.files].map((file) => file.name);
      told.textContent = names.length
        ? `${names.length} chosen: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}`
        : "";
    };
    input.addEventListener("change", tell);
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    // A folder that is dropped brings what lies in it, each file with its path.
    const within = async (entry) => {
      if (entry.isFile) {
        const file = await new Promise((done, failed) => entry.file(done, failed));
        return [new File([file], entry.fullPath.replace(/^\//, ""), { type: file.type })];
      }
      const reader = entry.createReader();
      const found = [];
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) break;
        for (const one of some) found.push(...(await within(one)));
      }
      return found;
    };
    zone.addEventListener("drop", async (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      const entries = [...event.dataTransfer.items]
        .map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry())
        .filter(Boolean);
      let dropped = [...event.dataTransfer.files];
      if (entries.some((entry) => entry.isDirectory)) {
        told.textContent = "The folder is being read …";
        try {
          dropped = (await Promise.all(entries.map(within))).flat();
        } catch {
          told.textContent = "This folder cannot be read. Choose it under “A whole folder”.";
          return;
        }
      }
      const all = new DataTransfer();
      for (const file of [...input.files, ...dropped]) all.items.add(file);
      input.files = all.files;
      tell();
    });
  }

  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
    const busy = event.target.querySelector("[data-busy]");
    if (busy) busy.textContent = busy.dataset.busy;
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
    for (const busy of document.querySelectorAll("[data-busy]")) busy.textContent = "";
  });
})();
// How far a run is, told without a new page; when it has ended, the page says so.
(() => {
  const run = document.querySelector("[data-run]");
  if (!run) return;
  const stages = run.querySelector("[data-stages]");
  const left = run.querySelector("[data-left]");
  const share = run.querySelector("[data-share]");
  const look = async () => {
    let held;
    try {
      held = await (await fetch(run.dataset.run)).json();
    } catch {
      left.textContent = "The page has lost the program; the run goes on. Start the program again.";
      setTimeout(look, 5000);
      return;
    }
    if (held.state !== "running") {
      location.reload();
      return;
    }
    const items = held.stages.map((stage, place) => {
      const item = document.createElement("li");
      item.textContent = stage;
      if (place === held.stages.length - 1) item.className = "now";
      return item;
    });
    stages.replaceChildren(...items);
    left.textContent = held.left || "It has just begun.";
    if (held.total) {
      share.max = held.total;
      share.value = held.done;
    } else {
      share.removeAttribute("value");
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 700);
})();
