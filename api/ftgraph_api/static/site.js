// Improvements only: every page works without this file.
"use strict";

// Territory fields suggest names as one types, from the server's own list.
for (const field of document.querySelectorAll("input[list=territories]")) {
  const list = document.getElementById("territories");
  let asked = "", waiting = 0;
  field.addEventListener("input", function () {
    clearTimeout(waiting);
    const text = field.value.trim();
    if (text.length < 2 || text === asked || text.includes(":")) return;
    waiting = setTimeout(async function () {
      asked = text;
      try {
        const answer = await fetch("/api/v1/territories?q=" + encodeURIComponent(text) + "&limit=12");
        if (!answer.ok || field.value.trim() !== text) return;
        const found = await answer.json();
        list.replaceChildren(...found.territories.map(function (each) {
          const option = document.createElement("option");
          option.value = each.value;
          // Browsers show the options that hold what was typed: a postal code is not in a name.
          option.label = each.label + " (" + each.kind + (/^[0-9]{5}$/.test(text) ? ", " + text : "") + ")";
          return option;
        }));
      } catch { /* the field goes on working without suggestions */ }
    }, 200);
  });
}

// What scrolls sideways is a stop of its own for the keyboard, and a part that is read out, only where it does not fit.
const named = new Map();
const scrolling = new ResizeObserver(function (seen) {
  for (const { target: box } of seen) {
    const fits = box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight;
    for (const [name, kept] of named.get(box)) {
      if (fits) box.removeAttribute(name);
      else box.setAttribute(name, kept);
    }
  }
});
for (const box of document.querySelectorAll(".scroll[role=region]")) {
  const names = ["tabindex", "role", "aria-label", "aria-labelledby"].filter(name => box.hasAttribute(name));
  named.set(box, names.map(name => [name, box.getAttribute(name)]));
  scrolling.observe(box);
}

// A file may be dropped on its form; the button stays.
for (const input of document.querySelectorAll("input[type=file]")) {
  const form = input.form;
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, function (event) {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("dropping");
    });
  }
  form.addEventListener("dragleave", function (event) {
    if (!form.contains(event.relatedTarget)) form.classList.remove("dropping");
  });
  form.addEventListener("drop", function (event) {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    form.classList.remove("dropping");
    input.files = event.dataTransfer.files;
    input.focus();
  });
}

// Maps zoom by button and move by dragging; what the keyboard reaches is brought into view.
for (const map of document.querySelectorAll("svg.map")) {
  const whole = map.viewBox.baseVal, full = [whole.x, whole.y, whole.width, whole.height];
  const english = document.documentElement.lang === "en";
  let view = full.slice();
  function show() {
    for (const side of [0, 1]) {
      const spare = full[side + 2] - view[side + 2];
      view[side] = Math.min(Math.max(view[side], full[side]), full[side] + spare);
    }
    map.setAttribute("viewBox", view.join(" "));
  }
  function zoom(factor) {
    const width = Math.min(full[2], Math.max(full[2] / 12, view[2] * factor)), height = width * full[3] / full[2];
    view = [view[0] + (view[2] - width) / 2, view[1] + (view[3] - height) / 2, width, height];
    show();
  }
  const bar = document.createElement("p");
  bar.className = "zoom";
  for (const [sign, label, act] of [
    ["+", english ? "Zoom in" : "Agrandir la carte", () => zoom(1 / 1.6)],
    ["−", english ? "Zoom out" : "Réduire la carte", () => zoom(1.6)],
    ["⤢", english ? "Whole map" : "Carte entière", () => { view = full.slice(); show(); }],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "light";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
  }
  map.before(bar);
  map.addEventListener("focusin", function (event) {
    if (view[2] === full[2]) return;
    const box = event.target.getBBox();
    view[0] = box.x + box.width / 2 - view[2] / 2;
    view[1] = box.y + box.height / 2 - view[3] / 2;
    show();
  });
  let from = null, moved = false;
  map.addEventListener("pointerdown", function (event) {
    if (view[2] < full[2]) { from = [event.clientX, event.clientY, view[0], view[1]]; moved = false; }
  });
  addEventListener("pointermove", function (event) {
    if (!from) return;
    const scale = view[2] / map.clientWidth, x = event.clientX - from[0], y = event.clientY - from[1];
    if (Math.abs(x) + Math.abs(y) > 4) moved = true;
    view[0] = from[2] - x * scale;
    view[1] = from[3] - y * scale;
    show();
  });
  addEventListener("pointerup", () => { from = null; });
  map.addEventListener("dragstart", event => event.preventDefault());
  map.addEventListener("click", function (event) { if (moved) event.preventDefault(); moved = false; }, true);
}
