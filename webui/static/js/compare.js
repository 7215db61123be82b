// Pickers narrow while somebody types: rows and their columns, regions; bodies are looked for.
// Everything works without this file: pickers are whole, and a button looks for bodies.
"use strict";

const counted = (template, n) => template.replace("#", n);

// A list of choices in groups, or in none; what is ticked stays so, in sight or not.
function narrowing(field) {
  const box = field.querySelector("input");
  const said = field.querySelector("[role=status]");
  const list = field.parentElement;
  const groups = [...list.querySelectorAll(".choice-group")];
  const rows = [...list.querySelectorAll("li")].map((row) => {
    const columns = row.querySelector(".columns-of");
    const text = (part) => [part.textContent, ...[...part.querySelectorAll("input")].map((one) => one.value)]
      .join(" ").toLowerCase();
    return { row, columns, own: text(row.querySelector("label")), whole: text(row) };
  });
  let before = null; // which groups were open before anything was typed

  const ticked = (part) => Boolean(part.querySelector("input:checked"));
  const narrow = () => {
    const sought = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => sought.every((word) => text.includes(word));
    before ||= new Map(groups.map((group) => [group, group.open]));
    for (const { row, columns, own, whole } of rows) {
      row.hidden = !fits(whole);
      if (columns) columns.open = ticked(columns) || (fits(whole) && !fits(own));
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("li:not([hidden])");
      group.open = sought.length ? !group.hidden : before.get(group) || ticked(group);
    }
    if (!sought.length) before = null;
    const left = rows.filter(({ row }) => !row.hidden).length;
    said.textContent = !sought.length ? ""
      : left ? counted(field.dataset.some, left) : field.dataset.none;
  };
  whenTyped(box, 0, narrow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault(); // nothing is asked yet
  });
  if (box.value) narrow(); // a browser that goes back has kept it
  field.classList.add("ready");
}
document.querySelectorAll(".narrowing").forEach(narrowing);

// How many are ticked in a group, as the page says it when it comes.
document.querySelector(".choices[data-chosen]")?.addEventListener("change", (event) => {
  const group = event.target.closest(".choice-group");
  if (!group) return;
  const summary = group.querySelector("summary");
  const number = group.querySelectorAll("input:checked").length;
  const said = summary.querySelector("small") || summary.appendChild(document.createElement("small"));
  said.textContent = number ? counted(event.currentTarget.dataset.chosen, number) : "";
});

// Bodies and regions by their names: the page that the button leads to, without going there.
const find = document.querySelector("#find");
const found = document.querySelector("#found");
if (find && found) {
  const PAUSE = 200; // milliseconds without a key before we ask

  const ask = async (event, signal) => {
    const chosen = [...new FormData(find.form)].filter(([name]) => ["agency", "region"].includes(name));
    const asked = new URLSearchParams([["find", find.value.trim()], ...chosen]);
    try {
      const answer = await fetch(`${find.form.action}?${asked}`, { signal });
      if (!answer.ok) return; // the button says why
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const kept = [...found.querySelectorAll("input:checked")].map((one) => one.closest("label"));
      document.querySelector("#chosen").append(...kept);
      const [said, names] = page.querySelector("#found").children;
      found.children[0].replaceChildren(...said.childNodes);
      found.children[1].replaceChildren(...names.childNodes);
    } catch {
      // asked anew, or nobody answers: the button is still there
    }
  };
  whenTyped(find, PAUSE, ask);
}
