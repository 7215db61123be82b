// Completions in the search box; without this file, or without an answer, it is a plain box.
"use strict";

const box = document.querySelector("#q[data-complete]");
if (box) {
  const PAUSE = 120; // milliseconds without a key before we ask
  const english = document.documentElement.lang === "en";
  const KINDS = english
    ? { term: "term", indicator: "row", region: "region", agency: "body" }
    : { term: "词语", indicator: "指标", region: "地区", agency: "机关" };
  const counted = (n) => (english ? ` · ${n} ${n === 1 ? "report" : "reports"}` : ` · ${n} 份报告`);

  const list = document.createElement("ul");
  list.id = "completions";
  list.className = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", english ? "Suggestions" : "提示");
  list.hidden = true;
  box.after(list);
  for (const [name, value] of Object.entries({
    "role": "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, "aria-haspopup": "listbox",
  })) box.setAttribute(name, value);

  let found = []; // what the list shows
  let typed = ""; // the text before the cursor that it completes
  let active = -1;

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  const choose = (at) => {
    active = at;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", place === at));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };

  const leave = () => {
    stop();
    close();
  };

  const accept = (at) => {
    // Places are counted in characters, of which some are two units of a JavaScript string.
    const kept = [...typed].slice(0, found[at].start).join("") + found[at].insert;
    box.value = kept + box.value.slice(typed.length);
    box.setSelectionRange(kept.length, kept.length);
    leave();
    box.focus();
  };

  const item = (completion, at) => {
    const entry = document.createElement("li");
    entry.id = `completion-${at}`;
    entry.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = completion.text;
    const about = document.createElement("small");
    about.textContent = KINDS[completion.kind]
      + (completion.reports === null ? "" : counted(completion.reports));
    entry.append(name, about);
    // On pressing, not on release: by then the box would have lost its focus.
    entry.addEventListener("pointerdown", (event) => { event.preventDefault(); accept(at); });
    return entry;
  };

  const ask = async (event, signal) => {
    if (!box.value.trim()) return;
    const text = box.value.slice(0, box.selectionStart);
    try {
      const answer = await fetch(`${box.dataset.complete}?q=${encodeURIComponent(text)}`, { signal });
      found = answer.ok ? (await answer.json()).completions : [];
    } catch {
      return; // asked anew, or nobody answers: then there is no list
    }
    typed = text;
    list.replaceChildren(...found.map(item));
    choose(-1);
    list.hidden = !found.length || document.activeElement !== box;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  const stop = whenTyped(box, PAUSE, ask);
  box.addEventListener("input", close);
  box.addEventListener("blur", leave);
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = found.length - 1;
    if (event.key === "ArrowDown") choose(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") choose(active < 0 ? last : active - 1);
    else if (event.key === "Enter" && active >= 0) accept(active);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
}
