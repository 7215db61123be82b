// Facets with a script: parts of a facet come without a new page, values are found while one
// types, years are chosen by dragging over them. Everything works without this file.
"use strict";

// A part of a facet in the place of what is shown: opened places, more values, values found.
let swapping = null;
async function swap(part, address) {
  if (swapping) swapping.abort();
  swapping = new AbortController();
  part.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: swapping.signal });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && found.getElementById(part.id);
    if (!fresh) { location.assign(address); return; }
    const focused = document.activeElement;
    const name = part.contains(focused) ? focused.textContent : "";
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    part.replaceChildren(...fresh.childNodes);
    [...part.querySelectorAll("details")].forEach((one, at) => { one.open ||= Boolean(open[at]); });
    history.replaceState(null, "", answer.url);
    if (name) refocus(part, name);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    part.removeAttribute("aria-busy");
  }
}

// What had the focus has it again, under its name or in its place.
function refocus(part, name) {
  const place = name.replace(/^(展开|收起|Open |Close )/, "");
  const links = [...part.querySelectorAll("a")];
  const same = links.find((one) => one.textContent === name)
    || links.find((one) => one.classList.contains("turn") && one.textContent.endsWith(place));
  (same || links[0])?.focus({ preventScroll: true });
}

const facets = document.querySelector("#facets");
facets?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-part]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  swap(link.closest(".part"), link.href);
});

// Values are looked for while somebody types.
if (facets) whenTyped(facets, 250, (event) => {
  const form = event.target.closest("form.find");
  if (!form) return;
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  swap(form.parentElement.querySelector(".part"), address);
});

// Years: press, drag, let go. A press alone is the link that a bar is.
const place = (bars, x) => bars.findIndex((bar) => {
  const box = bar.getBoundingClientRect();
  return x >= box.left && x < box.right;
});
facets?.addEventListener("pointerdown", (event) => {
  const years = event.target.closest("[data-years]");
  if (!years || event.button || event.pointerType === "touch") return;
  const bars = [...years.querySelectorAll("[data-year]")];
  const start = place(bars, event.clientX);
  if (start < 0) return;
  let end = start;
  const move = (moved) => {
    const at = place(bars, moved.clientX);
    if (at >= 0) end = at;
    const dragging = end !== start;
    years.classList.toggle("dragging", dragging);
    const [from, to] = [Math.min(start, end), Math.max(start, end)];
    bars.forEach((bar, n) => bar.classList.toggle("within", dragging && n >= from && n <= to));
  };
  const finish = () => {
    document.removeEventListener("pointermove", move);
    years.classList.remove("dragging");
    if (end === start) return;
    years.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    const form = years.parentElement.querySelector("form.span");
    const [from, to] = [Math.min(start, end), Math.max(start, end)];
    form.elements.from.value = bars[from].dataset.year;
    form.elements.to.value = bars[to].dataset.year;
    form.submit();
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", finish, { once: true });
});
facets?.addEventListener("dragstart", (event) => {
  if (event.target.closest("[data-years]")) event.preventDefault();
});
