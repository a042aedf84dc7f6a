"use strict";
// Keys, focus, and the next page without a new load: every action is a form or a link that works
// without this file.
(() => {
  const typing = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  let waiting = false;

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
    // Enter on a list that was chosen from does what its form is for.
    if (event.key === "Enter" && event.target.dataset.enter !== undefined && event.target.value) {
      event.preventDefault();
      if (!waiting && !event.repeat) event.target.form.requestSubmit();
      return;
    }
    if (document.documentElement.dataset.keys !== "on" || typing(event.target)) return;
    const named = [...document.querySelectorAll("[data-key]")];
    const target = named.find((one) => one.dataset.key === event.key && !one.disabled);
    if (!target) return;
    event.preventDefault();
    if (!waiting && !event.repeat) act(target);  // a key held down is one press
  });

  // One decision for one press; on these forms the answer is the next page, put in place.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (form.dataset.step === undefined) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  const send = (form, button) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) fields.append(name, value);
    if (button && button.name) fields.append(button.name, button.value);
    const asking = new XMLHttpRequest();
    asking.open("POST", (button && button.getAttribute("formaction")) || form.getAttribute("action"));
    asking.setRequestHeader("X-Step", "yes");
    asking.responseType = "document";
    const failed = () => {
      waiting = false;
      delete form.dataset.sent;
      say("Not saved: the review page does not answer. Start it again; what you typed is still here.");
    };
    asking.onerror = failed;
    asking.onload = () => {
      const page = asking.response;
      if (!page || !page.querySelector("main")) return failed();
      const place = asking.getResponseHeader("X-Page") || asking.responseURL;
      show(page, asking.status < 400 ? place : "");
    };
    waiting = true;
    asking.send(fields);
  };

  const say = (words) => {
    const status = document.querySelector("[role=status]");
    const line = document.createElement("p");
    line.textContent = words;
    line.className = "warn";
    if (status) status.replaceChildren(line);
  };

  const show = (page, place) => {
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    document.title = page.title;
    if (place) history.pushState({ step: true }, "", place);
    window.scrollTo(0, 0);
    waiting = false;
    arrive();
  };
  window.addEventListener("popstate", () => { location.reload(); });
  window.addEventListener("pageshow", () => {
    waiting = false;
    for (const form of document.forms) delete form.dataset.sent;
  });

  // A note that was typed goes along when the page is left by any other way.
  window.addEventListener("pagehide", () => {
    for (const note of document.querySelectorAll("[data-draft]")) {
      if (note.value === note.defaultValue || !note.form || note.form.dataset.sent) continue;
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(note.form)) fields.append(name, value);
      navigator.sendBeacon(note.dataset.draft, fields);
    }
  });

  const readyOther = () => {
    const other = document.querySelector("[data-other]");
    const button = document.querySelector("[data-other-button]");
    if (other && button) button.classList.toggle("ready", other.value !== "");
  };
  document.addEventListener("change", readyOther);

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    // Another code: without one chosen, the button leads to the choice.
    const other = document.querySelector("[data-other]");
    if (target && target.closest("[data-other-button]") && other && other.value === "") {
      event.preventDefault();
      other.focus();
    }
    if (target && target.closest("[data-tick-all]")) {
      const boxes = [...document.querySelectorAll("input[name=passage]")];
      const on = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = on;
    }
    if (target && target.closest("[data-print]")) window.print();
  });

  // A selection inside the passage becomes the coded stretch; offsets count code points.
  const take = () => {
    const stretch = document.querySelector("[data-stretch]");
    const passage = document.querySelector("[data-passage]");
    const selection = document.getSelection();
    if (!stretch || !passage || !selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!passage.contains(range.startContainer) || !passage.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(passage);
    before.setEnd(range.startContainer, range.startOffset);
    document.querySelector("[data-start]").value = String([...before.toString()].length);
    stretch.value = range.toString();
  };
  document.addEventListener("selectionchange", take);
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-stretch]")) document.querySelector("[data-start]").value = "";
  });

  // After a step the reader is taken to the next passage, and hears what was recorded.
  const arrive = () => {
    const said = document.querySelector("[role=status] p");
    if (said) {
      const words = said.textContent;
      said.textContent = "";
      setTimeout(() => { said.textContent = words; }, 60);
      const heading = document.querySelector("[data-arrive]");
      if (heading) heading.focus({ preventScroll: true });
    }
    const passage = document.querySelector(".reading .passage");
    const pane = document.querySelector(".reading");
    if (passage && pane && pane.scrollHeight > pane.clientHeight) {
      pane.scrollTop = Math.max(0, passage.offsetTop - pane.offsetTop - pane.clientHeight / 3);
    }
    for (const one of document.querySelectorAll("[data-tick-all], [data-print]")) one.hidden = false;
    readyOther();
    take();
  };
  arrive();
})();
