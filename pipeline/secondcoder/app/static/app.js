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
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      const all = new DataTransfer();
      for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
      input.files = all.files;
      tell();
    });
  }

  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
