"use strict";
// Keys and focus only: every action is a form or a link that works without this file.
(() => {
  const typing = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  const act = (target) => {
    if (/^(TEXTAREA|INPUT|SELECT)$/.test(target.tagName)) {
      target.focus();
      if (target.type === "search") target.select();
    } else {
      target.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (document.documentElement.dataset.keys !== "on" || typing(event.target)) return;
    const named = [...document.querySelectorAll("[data-key]")];
    const target = named.find((one) => one.dataset.key === event.key && !one.disabled);
    if (!target) return;
    event.preventDefault();
    act(target);
  });

  // After a decision the reader is taken to the next passage, and hears what was recorded.
  const said = document.querySelector("[role=status] p");
  if (said) {
    const words = said.textContent;
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 60);
    const heading = document.querySelector("[data-arrive]");
    if (heading) heading.focus({ preventScroll: true });
  }

  // One decision for one press.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // Choosing another code readies its button; without one, it leads to the choice.
  const other = document.querySelector("[data-other]");
  const button = document.querySelector("[data-other-button]");
  if (other && button) {
    const ready = () => button.classList.toggle("ready", other.value !== "");
    other.addEventListener("change", ready);
    ready();
    button.addEventListener("click", (event) => {
      if (other.value !== "") return;
      event.preventDefault();
      other.focus();
    });
  }

  // A selection inside the passage becomes the coded stretch; offsets count code points.
  const stretch = document.querySelector("[data-stretch]");
  const passage = document.querySelector("[data-passage]");
  if (stretch && passage) {
    const start = document.querySelector("[data-start]");
    const take = () => {
      const selection = document.getSelection();
      if (!selection.rangeCount || selection.isCollapsed) return;
      const range = selection.getRangeAt(0);
      if (!passage.contains(range.startContainer) || !passage.contains(range.endContainer)) return;
      const before = document.createRange();
      before.selectNodeContents(passage);
      before.setEnd(range.startContainer, range.startOffset);
      start.value = String([...before.toString()].length);
      stretch.value = range.toString();
    };
    document.addEventListener("selectionchange", take);
    take();
    stretch.addEventListener("input", () => { start.value = ""; });
  }

  const all = document.querySelector("[data-tick-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const boxes = [...document.querySelectorAll("input[name=passage]")];
      const on = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = on;
    });
  }
})();
