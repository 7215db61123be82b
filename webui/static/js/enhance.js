// Small comforts; every page works without this file.
"use strict";

// The picker offers only the columns that the chosen row has.
const indicator = document.querySelector("#indicator");
const column = document.querySelector("#column");
if (indicator && column) {
  const narrow = () => {
    const chosen = indicator.selectedOptions[0];
    const columns = (chosen && chosen.dataset.columns || "").split(" ").filter(Boolean);
    for (const option of column.options) {
      const fits = !option.value || !columns.length || columns.includes(option.value);
      option.hidden = option.disabled = !fits;
      if (!fits && option.selected) column.value = "";
    }
  };
  indicator.addEventListener("change", narrow);
  narrow();
}

// A state needs no number.
const operator = document.querySelector("#op");
const value = document.querySelector("#value");
if (operator && value) {
  const switchValue = () => { value.disabled = operator.value.startsWith("is:"); };
  operator.addEventListener("change", switchValue);
  switchValue();
}

// What the chosen row means, from the glossary; the button that asks for it is not needed then.
const meaning = document.querySelector("#indicator-meaning");
if (indicator && meaning) {
  const button = document.querySelector(".builder .explain");
  let glossary = null;
  const explain = async () => {
    glossary ||= fetch(meaning.dataset.glossary).then((answer) => answer.json());
    try {
      const rows = (await glossary).tables.flatMap((table) => table.rows);
      const row = rows.find((one) => one.id === indicator.value);
      meaning.textContent = (document.documentElement.lang === "en" ? row?.text_en : row?.text) ?? "";
    } catch {
      button.hidden = false; // nobody answers: the button does
    }
  };
  button.hidden = true;
  indicator.addEventListener("change", explain);
}
