// The list of results with a script: a citation is copied by one press. Everything works without
// this file.
"use strict";

// Citations: a button that copies, where the browser lets us.
if (navigator.clipboard) {
  const english = document.documentElement.lang === "en";
  const words = english ? ["Copy", "Copied"] : ["复制", "已复制"];
  for (const cite of document.querySelectorAll("details.cite")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words[0];
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(cite.querySelector("p").textContent);
      button.textContent = words[1];
      setTimeout(() => { button.textContent = words[0]; }, 2000);
    });
    cite.append(button);
  }
}
