// Better with a little script: dropping files, sizes told before sending, progress without reloads.
"use strict";

(() => {
  const drop = document.getElementById("drop");
  if (drop) {
    const input = document.getElementById("files");
    const list = document.getElementById("chosen");
    const MEGABYTE = 1024 * 1024;
    drop.querySelector(".with-script").hidden = false;

    const line = (text, bad) => {
      const item = document.createElement("li");
      item.textContent = text;
      if (bad) item.className = "bad";
      list.append(item);
    };
    const size = (bytes) => bytes >= MEGABYTE
      ? `${(bytes / MEGABYTE).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`;

    const tell = () => {
      list.replaceChildren();
      const files = [...input.files];
      let whole = 0;
      for (const file of files) {
        whole += file.size;
        const large = file.size > Number(drop.dataset.file) * MEGABYTE;
        line(`${file.name} ${size(file.size)}${large ? ` ${drop.dataset.large}` : ""}`, large);
      }
      const many = files.length > Number(drop.dataset.files);
      const heavy = whole > Number(drop.dataset.request) * MEGABYTE;
      const cause = many ? drop.dataset.many : heavy ? drop.dataset.heavy : "";
      input.setCustomValidity(cause);
      if (cause) line(cause, true);
    };
    input.addEventListener("change", tell);

    // A file that misses the frame must not replace the page.
    for (const kind of ["dragover", "drop"]) {
      document.addEventListener(kind, (event) => event.preventDefault());
    }
    for (const kind of ["dragenter", "dragover"]) {
      drop.addEventListener(kind, () => drop.classList.add("over"));
    }
    drop.addEventListener("dragleave", (event) => {
      if (!drop.contains(event.relatedTarget)) drop.classList.remove("over");
    });
    drop.addEventListener("drop", (event) => {
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        tell();
      }
    });
  }

  const notation = document.getElementById("notation");
  if (notation) {
    const field = document.getElementById("value-field");
    const show = () => {
      const open = ["number", "text"].includes(notation.value);
      field.style.visibility = open ? "" : "hidden";
      document.getElementById("value").required = open;
    };
    notation.addEventListener("change", show);
    show();
    // "It was read right" asks for nothing.
    for (const button of document.querySelectorAll('button[value="confirm"]')) {
      button.formNoValidate = true;
    }
  }

  const renew = async () => {
    const old = document.getElementById("progress");
    if (!old || !("busy" in old.dataset)) return;
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("progress");
      if (answer.ok && fresh && fresh.innerHTML !== old.innerHTML) old.replaceWith(fresh);
    } catch {
      // The server is away for a moment; the next look may find it again.
    }
    setTimeout(renew, 1500);
  };
  setTimeout(renew, 800);
})();
