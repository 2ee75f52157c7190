// Where a person writes: the text field, and the bot's commands over it.

import { element } from "./text.js";

const $ = (id) => document.getElementById(id);

// `menu()` gives the commands, `send(text)` and `command(text)` send. Returns {close()}.
export function composer({ menu, send, command }) {
  const text = $("text");

  function open(prefix = "") {
    const rows = menu().filter((offered) => `/${offered.command}`.startsWith(prefix)).map(row);
    $("commands").replaceChildren(...rows);
    $("commands").hidden = rows.length === 0;
    $("menu").ariaExpanded = String(rows.length > 0);
  }

  function close() {
    $("commands").hidden = true;
    $("menu").ariaExpanded = "false";
  }

  function row(offered) {
    const name = element("b", { dir: "ltr" }, `/${offered.command}`);
    const made = element("button", { type: "button", className: "command", role: "option" }, name, element("span", { dir: "auto" }, offered.description));
    made.addEventListener("click", () => { clear(); command(`/${offered.command}`); });
    return made;
  }

  function typed() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
    $("send").disabled = !text.value.trim();
    if (/^\/\w*$/.test(text.value)) open(text.value);
    else close();
  }

  function clear() {
    text.value = "";
    typed();
  }

  function submit(event) {
    event.preventDefault();
    const written = text.value;
    clear();
    send(written);
  }

  $("composer").addEventListener("submit", submit);
  text.addEventListener("input", typed);
  text.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event); });
  $("menu").addEventListener("click", () => ($("commands").hidden ? open() : close()));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  return { close };
}
