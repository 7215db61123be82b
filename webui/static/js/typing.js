// What is asked while somebody types: after a moment without a key, and never two at a time.
// Loaded before the scripts of fields that ask.
"use strict";

// Calls ask(event, signal) when nothing was typed in the field, or in one within it, for so many
// milliseconds; a key more aborts the signal. Gives back what ends waiting and asking.
function whenTyped(field, pause, ask) {
  let waiting = 0;
  let asking = new AbortController();
  const stop = () => { clearTimeout(waiting); asking.abort(); };
  const type = (event) => {
    stop();
    if (event.isComposing) return; // half a word of an input method is nobody's question yet
    asking = new AbortController();
    const { signal } = asking;
    waiting = setTimeout(() => ask(event, signal), pause);
  };
  field.addEventListener("input", type);
  // Chromium's last `input` of a word still belongs to the input method; no other follows it.
  field.addEventListener("compositionend", type);
  return stop;
}
