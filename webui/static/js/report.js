// The report page with a script: hits one by one, places shown in the source beside the text.
"use strict";

document.documentElement.classList.add("scripted");

(function hits() {
  const bar = document.querySelector(".hit-bar");
  if (!bar) return;
  const total = Number(bar.dataset.total);
  const words = bar.querySelector(".hit-count");
  const keys = bar.querySelector(".keys");
  const box = keys.querySelector("input");
  const way = bar.querySelector(".way");
  const KEPT = "report-keys";
  let at = 0;

  // A search names the chapter's first hit, whose number it does not know.
  function asked() {
    const spot = document.getElementById(location.hash.slice(1));
    const hit = spot && spot.matches("mark") ? spot : spot && spot.nextElementSibling;
    const found = hit && /^hit-(\d+)$/.exec(hit.id);
    return found ? Number(found[1]) : 0;
  }

  function told() {
    if (!asked()) return;
    at = asked();
    words.textContent = words.dataset.words.replace("{n}", at).replace("{m}", total);
    for (const link of bar.querySelectorAll("[data-turn]")) {
      const next = (at - 1 + Number(link.dataset.turn) + total) % total + 1;
      link.setAttribute("href", "#hit-" + next);
    }
    // Its line in the source beside: on the page's image, in the web page, or in the text.
    const line = document.querySelector("#hit-" + at + " + .step .way");
    way.hidden = !line;
    if (!line) return;
    way.href = line.getAttribute("href");
    way.replaceChildren(...line.cloneNode(true).childNodes);
    if (window.showLine) window.showLine(line);
  }

  function turn(step) {
    const next = at ? (at - 1 + step + total) % total + 1 : step > 0 ? 1 : total;
    // In place of the last one: going back leads out of the report, not through its hits.
    location.replace("#hit-" + next);
  }

  bar.addEventListener("click", (event) => {
    const link = event.target.closest("[data-turn]");
    if (!link) return;
    event.preventDefault();
    turn(Number(link.dataset.turn));
  });

  // Keys of one letter can be switched off (WCAG 2.1.4), and never act while somebody types.
  keys.hidden = false;
  try { box.checked = localStorage.getItem(KEPT) !== "off"; } catch { /* no storage, no memory */ }
  box.addEventListener("change", () => {
    try { localStorage.setItem(KEPT, box.checked ? "on" : "off"); } catch { /* the same */ }
  });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const typed = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typed) return;
    if (event.key === "n" || event.key === "j") turn(1);
    else if (event.key === "p" || event.key === "k") turn(-1);
    else return;
    event.preventDefault();
  });
  window.addEventListener("hashchange", told);
  window.addEventListener("load", told);
  told();
})();

(function beside() {
  const aside = document.querySelector(".beside");
  if (!aside) return;
  const wide = matchMedia("(min-width: 64rem)");

  // Scrolls the pages only: the text stays where it is being read.
  window.showPlace = function showPlace(mark, isAsked) {
    for (const old of aside.querySelectorAll(".shown")) old.classList.remove("shown");
    mark.classList.add("shown");
    const pages = mark.closest(".pages");
    if (!pages || (!wide.matches && !isAsked)) return;
    const here = mark.getBoundingClientRect();
    const room = pages.getBoundingClientRect();
    const isSeen = here.top > room.top && here.bottom < room.bottom && here.left > room.left && here.right < room.right;
    if (isSeen && !isAsked) return;
    pages.scrollTop += here.top - room.top - room.height / 3;
    pages.scrollLeft += here.left - room.left - room.width / 3;
    if (!wide.matches) aside.scrollIntoView({ block: "start" });
  };

  function inFrame(link) {
    const address = new URL(link.href);
    if (!/\/source$/.test(address.pathname)) return false;
    const part = address.searchParams.get("part") || "0";
    const frame = aside.querySelector('iframe[name="file-' + part + '"]');
    if (!frame) return false;
    if (address.searchParams.get("view") === "document") {
      address.pathname = address.pathname.replace(/source$/, "document");
      address.searchParams.delete("view");
    } else {
      address.searchParams.set("bare", "1");
    }
    // Going to an anchor would scroll the text and take the keyboard along.
    address.hash = "";
    frame.onload = () => {
      const line = frame.contentDocument.querySelector(".target");
      if (!line) return;
      const here = line.getBoundingClientRect();
      frame.contentWindow.scrollBy(here.left - frame.clientWidth / 3, here.top - frame.clientHeight / 3);
    };
    // One that waits until it is seen would begin with its first line after all.
    frame.loading = "eager";
    frame.contentWindow.location.replace(address.href);
    return true;
  }

  // A hit's line.
  window.showLine = function showLine(link) {
    const mark = document.getElementById(link.getAttribute("href").slice(1));
    if (mark) window.showPlace(mark, false);
    else if (wide.matches) inFrame(link);
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest("a[href]");
    if (!link || !(link instanceof HTMLAnchorElement) || aside.contains(link)) return;
    const address = link.getAttribute("href");
    if (address.startsWith("#at-")) {
      const mark = document.getElementById(address.slice(1));
      if (mark && wide.matches) {
        event.preventDefault();
        window.showPlace(mark, true);
        told();
      }
    } else if (wide.matches && link.closest(".report") && inFrame(link)) {
      event.preventDefault();
      told();
    }
  });

  // Whoever arrives at a cell, a chapter or a finding sees its place without another click.
  function arrived() {
    const spot = document.getElementById(location.hash.slice(1));
    if (!spot || !spot.closest(".report")) return;
    const told = spot.closest("h2") || spot;
    const link = told.querySelector('a[href^="#at-"], a[href^="#page-"], a[href*="/source?"]');
    if (link) window.showLine(link);
  }
  window.addEventListener("hashchange", arrived);
  window.addEventListener("load", arrived);

  // Who does not see the mark is told of it; a word that comes again is said again.
  function told() {
    const status = aside.querySelector("[role=status]");
    status.textContent = "";
    setTimeout(() => { status.textContent = status.dataset.words; }, 50);
  }

  // A page that could not be drawn at once, because many were asked for, is asked for again.
  for (const image of aside.querySelectorAll(".paper img")) {
    let tries = 0;
    image.addEventListener("error", () => {
      // After half a second, one, two, ... sixteen: a page of a slow scan takes so long.
      if (tries < 6) setTimeout(() => { image.src = image.getAttribute("src"); }, 500 * 2 ** tries++);
    });
  }
})();
