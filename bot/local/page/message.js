// One message → one bubble with its buttons.

import { element, textBlocks } from "./text.js";

const SIZES = ["B", "KB", "MB"];
const COLOURS = 4;

// `view`: {words, language, me, group, tap, press(message, button, pressed)}.
export function bubble(message, view) {
  const mine = message.from.id === view.me;
  const made = element("article", { className: `message ${mine ? "mine" : "theirs"}` });
  made.dataset.message = message.message_id;
  const body = element("div", { className: "bubble" });
  if (view.group && !mine) body.append(sender(message, view));
  if (message.forward_origin) body.append(element("p", { className: "aside" }, view.words.forwarded));
  if (message.reply_to_message) body.append(answered(message.reply_to_message));
  body.append(...attachment(message, view));
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  if (text) body.append(element("div", { className: "text" }, ...textBlocks(text, entities, view.tap, view.words)));
  body.append(meta(message, view));
  made.append(body);
  if (message.reply_markup) made.append(keyboard(message, view));
  return made;
}

export function clock(seconds, language) {
  return new Intl.DateTimeFormat(`${language}-u-nu-latn`, { hour: "2-digit", minute: "2-digit", hour12: false }).format(seconds * 1000);
}

function sender(message, view) {
  const name = view.words.people[message.from.username] ?? message.from.first_name;
  return element("p", { className: `sender colour-${message.from.is_bot ? "bot" : message.from.id % COLOURS}`, dir: "auto" }, name);
}

function answered(message) {
  const text = message.text ?? message.caption ?? "…";
  return element("p", { className: "answered", dir: "auto" }, text.split("\n")[0]);
}

function meta(message, view) {
  const edited = message.edit_date ? element("span", { className: "edited" }, view.words.edited) : null;
  return element("footer", { className: "meta" }, edited, element("time", {}, clock(message.date, view.language)));
}

function attachment(message, view) {
  if (message.photo) return [photo(message.photo.at(-1), view)];
  if (message.document) return [file(message.document, view)];
  if (message.venue) return [venue(message.venue, view)];
  return [];
}

function photo(size, view) {
  const picture = element("img", { src: `files/${size.file_id}`, alt: view.words.photo, width: size.width, height: size.height });
  return element("a", { className: "photo", href: `files/${size.file_id}`, target: "_blank" }, picture);
}

function file(document, view) {
  let size = document.file_size;
  let unit = 0;
  for (; size >= 1024 && unit < SIZES.length - 1; unit += 1) size /= 1024;
  const about = element("span", {}, element("b", { dir: "auto" }, document.file_name ?? "—"), element("small", { dir: "ltr" }, `${size.toFixed(unit ? 1 : 0)} ${SIZES[unit]}`));
  return element("a", { className: "file", href: `files/${document.file_id}`, download: document.file_name ?? "", title: view.words.download }, element("span", { className: "file-icon" }), about);
}

function venue(place, view) {
  const { latitude, longitude } = place.location;
  const coordinates = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=11/${latitude}/${longitude}`;
  return element(
    "a",
    { className: "venue", href: map, target: "_blank", rel: "noopener noreferrer", title: view.words.map },
    element("span", { className: "map" }, element("span", { className: "pin" })),
    element("b", { dir: "auto" }, place.title),
    element("span", { dir: "auto" }, place.address),
    element("small", { dir: "ltr" }, coordinates),
  );
}

function keyboard(message, view) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    element("div", { className: "row" }, ...row.map((button) => key(message, button, view))),
  );
  return element("div", { className: "keyboard" }, ...rows);
}

function key(message, button, view) {
  const label = element("span", { dir: "auto" }, button.text);
  if (button.url) {
    const made = element("a", { className: "key outside" }, label);
    if (view.tap.link(button.url, true)) made.addEventListener("click", () => view.tap.link(button.url));
    else Object.assign(made, { href: button.url, target: "_blank", rel: "noopener noreferrer" });
    return made;
  }
  const made = element("button", { type: "button", className: "key" }, label);
  made.dataset.data = button.callback_data;
  made.addEventListener("click", () => view.press(message, button, made));
  return made;
}
