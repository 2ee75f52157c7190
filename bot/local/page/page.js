// The chat page: state, live events, and what a person does. Drawing is in message.js and text.js, writing in
// composer.js.

import { composer } from "./composer.js";
import { bubble } from "./message.js";
import { element } from "./text.js";
import { WORDS } from "./words.js";

const ANSWER_WAIT = 15000;
const ACTION_LASTS = 5000;
const TOAST_LASTS = 4500;
const NEAR_BOTTOM = 120;
const $ = (id) => document.getElementById(id);
const log = $("log");
const text = $("text");

const here = { user: 1001, chat: 1001, language: "ar" };
const unread = new Map();
let seen = { bot: {}, people: [], chats: [], menu: [], messages: [], event: 0 };
let actionEnds = 0;

// ---------------------------------------------------------------- talking to the server

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(path);
}

async function load() {
  const answer = await fetch(`state?user=${here.user}&chat=${here.chat}`);
  seen = await answer.json();
  here.language = seen.people.find((person) => person.id === here.user).language_code === "en" ? "en" : "ar";
}

function follow() {
  const events = new EventSource(`events?after=${seen.event}`);
  events.onmessage = (event) => heard(JSON.parse(event.data));
  events.onopen = () => status();
  events.onerror = () => { $("status").textContent = words().offline; };
}

async function heard({ kind, chat, body }) {
  if (kind === "profile") return refresh();
  if (chat !== here.chat) return kind === "message" && body.from.is_bot && !body.edit_date ? count(chat) : undefined;
  if (kind === "message") show(body);
  if (kind === "deleted") log.querySelector(`[data-message="${body.message_id}"]`)?.remove();
  if (kind === "action") act(body.action);
  if (kind === "answer" && body.user === here.user) answer(body);
  return undefined;
}

// ---------------------------------------------------------------- drawing

const words = () => WORDS[here.language];
const isGroup = () => here.chat < 0;
const privateName = () => seen.bot.name || seen.bot.username;

function view() {
  return { words: words(), language: here.language, me: here.user, group: isGroup(), tap, press };
}

function draw() {
  const said = words();
  document.documentElement.lang = here.language;
  document.documentElement.dir = here.language === "ar" ? "rtl" : "ltr";
  document.title = privateName();
  $("brand").textContent = said.brand;
  $("person-label").textContent = said.person;
  $("language-label").textContent = said.language;
  $("note").textContent = said.note;
  $("menu-label").textContent = said.menu;
  $("alert-close").textContent = said.close;
  $("title").textContent = isGroup() ? said.group : privateName();
  $("avatar").textContent = [...$("title").textContent][0] ?? "";
  $("avatar").className = `avatar ${isGroup() ? "group" : ""}`;
  text.placeholder = isGroup() ? said.groupPlaceholder : said.placeholder;
  for (const [id, label] of [["send", said.send], ["theme", said.theme], ["drawer", said.chats], ["down", said.down], ["text", text.placeholder]]) $(id).ariaLabel = label;
  status();
  drawChats();
  drawChoices();
  drawLog();
}

function status() {
  $("status").textContent = isGroup() ? words().members : words().bot;
  $("status").className = "status";
}

function drawChats() {
  const listed = seen.chats.map((chat) => {
    const group = chat.id < 0;
    const title = group ? words().group : privateName();
    const badge = unread.get(chat.id) ? element("span", { className: "badge" }, String(unread.get(chat.id))) : null;
    const made = element(
      "button",
      { type: "button", className: "chat", ariaCurrent: String(chat.id === here.chat) },
      element("span", { className: `avatar ${group ? "group" : ""}`, ariaHidden: "true" }, [...title][0] ?? ""),
      element("span", { className: "chat-name" }, element("b", {}, title), element("small", {}, group ? words().members : words().bot)),
      badge,
    );
    made.addEventListener("click", () => go({ chat: chat.id }));
    return made;
  });
  $("chats").replaceChildren(...listed);
}

function drawChoices() {
  const people = seen.people.map((person) => segment(words().people[person.username] ?? person.first_name, person.id === here.user, () => person.id === here.user || go({ user: person.id, chat: isGroup() ? here.chat : person.id })));
  const languages = Object.entries(words().languages).map(([code, name]) => segment(name, code === here.language, () => speak(code)));
  $("people").replaceChildren(...people);
  $("languages").replaceChildren(...languages);
}

function segment(label, chosen, action) {
  const made = element("button", { type: "button", ariaPressed: String(chosen) }, label);
  made.addEventListener("click", action);
  return made;
}

function drawLog() {
  log.replaceChildren();
  if (seen.messages.length) seen.messages.forEach((message) => log.append(...drawn(message)));
  else log.append(welcome());
  settle();
  toBottom();
}

function welcome() {
  const start = element("button", { type: "button", className: "start" }, words().start);
  start.addEventListener("click", () => send(isGroup() ? `/start@${seen.bot.username}` : "/start"));
  const said = (seen.bot.description || seen.bot.short_description || "").split("\n").map((line) => element("p", { dir: "auto" }, line));
  return element("div", { className: "welcome" }, element("h2", {}, words().what), ...said, start);
}

function drawn(message) {
  const day = new Date(message.date * 1000).toDateString();
  const last = [...log.querySelectorAll(".day")].at(-1);
  const made = bubble(message, view());
  if (last?.dataset.day === day) return [made];
  const name = day === new Date().toDateString() ? words().today : new Intl.DateTimeFormat(`${here.language}-u-nu-latn`, { day: "numeric", month: "long", year: "numeric" }).format(message.date * 1000);
  const chip = element("p", { className: "day" }, element("span", {}, name));
  chip.dataset.day = day;
  return [chip, made];
}

function show(message) {
  const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM;
  const before = log.querySelector(`[data-message="${message.message_id}"]`);
  log.querySelector(".welcome")?.remove();
  if (before) before.replaceWith(bubble(message, view()));
  else drawn(message).forEach((made) => { made.classList.add("fresh"); log.append(made); });
  settle();
  if (message.from.is_bot) status();
  if (near || (!before && message.from.id === here.user)) toAnswer();
}

// A quote that fits needs no folding.
function settle() {
  log.querySelectorAll(".foldable:not(.open):not(.settled)").forEach((quote) => {
    const body = quote.querySelector(".quoted");
    quote.classList.add("settled");
    quote.classList.toggle("short", body.scrollHeight <= body.clientHeight + 2);
  });
}

function toBottom() {
  log.scrollTop = log.scrollHeight;
}

// Down to the newest, but not past what was asked: a long answer is read from its beginning.
function toAnswer() {
  const asked = [...log.querySelectorAll(".mine")].at(-1);
  toBottom();
  if (asked) log.scrollTop = Math.min(log.scrollTop, asked.offsetTop - log.offsetTop - 12);
}

function count(chat) {
  unread.set(chat, (unread.get(chat) ?? 0) + 1);
  drawChats();
}

function act(action) {
  actionEnds = Date.now() + ACTION_LASTS;
  $("status").textContent = words().actions[action] ?? words().actions.typing;
  $("status").className = "status busy";
  setTimeout(() => { if (Date.now() >= actionEnds) status(); }, ACTION_LASTS);
}

// ---------------------------------------------------------------- what a person does

async function go(where) {
  Object.assign(here, where);
  unread.delete(here.chat);
  composing.close();
  document.body.classList.remove("side-open");
  await load();
  draw();
}

async function refresh() {
  await load();
  draw();
}

async function speak(language) {
  await post("language", { user: here.user, language });
  await refresh();
}

async function send(words_) {
  if (!words_.trim()) return;
  await post("send", { user: here.user, chat: here.chat, text: words_ });
}

const tap = {
  command(command) {
    send(isGroup() && !command.includes("@") ? `${command}@${seen.bot.username}` : command);
  },
  // A link to the bot itself starts it here; `ask` only asks whether it is one.
  link(url, ask = false) {
    const found = url.match(/^https?:\/\/t\.me\/([A-Za-z0-9_]+)\/?\?start=([A-Za-z0-9_-]{1,64})$/);
    if (!found || found[1].toLowerCase() !== seen.bot.username.toLowerCase()) return false;
    if (!ask) send(isGroup() ? `/start@${seen.bot.username} ${found[2]}` : `/start ${found[2]}`);
    return true;
  },
};

async function press(message, button, made) {
  made.classList.add("pressed");
  setTimeout(() => made.classList.remove("pressed"), ANSWER_WAIT);
  try {
    await post("press", { user: here.user, chat: here.chat, message: message.message_id, data: button.callback_data });
  } catch {
    made.classList.remove("pressed");
    toast(words().gone);
  }
}

function answer(body) {
  log.querySelectorAll(`[data-message="${body.message_id}"] .key.pressed`).forEach((key) => {
    if (key.dataset.data === body.data) key.classList.remove("pressed");
  });
  if (body.url) tap.link(body.url);
  if (!body.text) return;
  if (!body.alert) return toast(body.text);
  $("alert-text").textContent = body.text;
  $("alert").showModal();
}

let toasting = 0;
function toast(words_) {
  clearTimeout(toasting);
  Object.assign($("toast"), { textContent: words_, hidden: false, dir: "auto" });
  toasting = setTimeout(() => { $("toast").hidden = true; }, TOAST_LASTS);
}

function dress(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
}

$("down").addEventListener("click", toBottom);
$("drawer").addEventListener("click", () => document.body.classList.toggle("side-open"));
$("veil").addEventListener("click", () => document.body.classList.remove("side-open"));
$("theme").addEventListener("click", () => dress(getComputedStyle(document.documentElement).colorScheme === "dark" ? "light" : "dark"));
log.addEventListener("scroll", () => { $("down").hidden = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM; });

const composing = composer({ menu: () => seen.menu, send, command: tap.command });

dress(localStorage.getItem("theme") ?? "auto");
await load();
draw();
follow();
text.focus();
