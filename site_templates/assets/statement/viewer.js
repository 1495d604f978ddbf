// Shows the statement that the address names: `#TOKEN`, or `#TOKEN/2026-10` for one period.
// The address is the only memory; the text lives in this page and is gone with it.

import { NotOpened, Statements, tokenBytes } from "./sealing.js"

const WORDS = {
  ru: { period: "Период", statement: "Выписка", print: "Напечатать", leave: "Закрыть" },
  en: { period: "Period", statement: "Statement", print: "Print", leave: "Close" },
}

const article = document.querySelector("[data-statements]")
const messages = article.querySelector(".pb-messages")
const folder = new URL(article.dataset.statements, location.href)
const siteTitle = document.title

let opened = { token: null, statements: null, index: null }
// The newest call wins: a slow answer never replaces a later one.
let turn = 0

async function show() {
  const mine = ++turn
  const current = () => mine === turn
  try {
    await read(current)
  } catch (failure) {
    if (!current()) return
    if (!(failure instanceof NotOpened)) throw failure
    say(failure.reason)
  }
}

async function read(current) {
  const [token, period] = asked()
  if (!token) return say("no-token")
  if (!globalThis.isSecureContext) return say("insecure")
  if (typeof DecompressionStream === "undefined") return say("old-browser")
  const bytes = tokenBytes(token)
  if (!bytes) return say("malformed")

  if (opened.token !== token) {
    opened = { token: null, statements: null, index: null }
    say("opening")
    const statements = new Statements(bytes, folder)
    const index = JSON.parse(await statements.open("index"))
    if (!current()) return
    opened = { token, statements, index }
  }
  const { statements, index } = opened
  const newest = index.periods.reduce((a, b) => a.period > b.period ? a : b, { period: "" })
  const chosen = period ? index.periods.find(one => one.period === period) : newest
  if (!chosen?.period) return say("no-period", chooser(index, ""))
  const text = await statements.open(chosen.period)
  if (!current()) return
  place(text, index, chosen)
}

/** [token, period] of the address; a messenger may have put a full stop or a bracket behind it. */
function asked() {
  let hash = location.hash.slice(1)
  try {
    hash = decodeURIComponent(hash)
  } catch {
    // Not encoded: taken as it stands.
  }
  const [token, period = ""] = hash.replace(/[\s.,;:!?)\]>»”"']+$/, "").split("/")
  return [token, period]
}

/** One of the written messages, and nothing of a statement. */
function say(reason, bar = null) {
  clear()
  messages.hidden = false
  for (const message of messages.querySelectorAll("[data-message]")) {
    message.hidden = message.dataset.message !== reason
  }
  const help = messages.querySelector("[data-help]")
  if (help) help.hidden = reason === "opening"
  if (bar) article.prepend(bar)
  article.dataset.state = reason
}

function clear() {
  document.title = siteTitle
  for (const part of article.querySelectorAll(".pb-bar, .pb-statement")) part.remove()
}

function place(text, index, chosen) {
  clear()
  messages.hidden = true
  const parsed = new DOMParser().parseFromString(text, "text/html")
  // Addresses in a statement are read from this page in the partner's own language.
  const shell = new URL(article.getAttribute(`data-shell-${index.language}`) ?? "", location.href)
  for (const link of parsed.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href")
    if (!href.startsWith("#")) link.href = new URL(href, shell)
  }
  // A closed statement stands as it was issued; what changed later stands beside it, in a part of its own.
  const parts = [...parsed.querySelectorAll(".pb-statement")]
  if (!parts.length) throw new NotOpened("unavailable")
  for (const part of parts) if (!part.lang) part.lang = index.language
  article.append(chooser(index, chosen.period), ...parts.map(part => document.adoptNode(part)))
  document.title = `${words(index).statement}: ${chosen.title} - ${index.name}`
  article.dataset.state = "shown"
  for (const table of article.querySelectorAll(".pb-statement table")) scrollable(table)
  reach()
}

/** A table without a wrapper gets one, named by its caption or by the heading above it. */
function scrollable(table) {
  if (table.closest(".pb-scroll")) return
  const wrapper = document.createElement("div")
  const above = table.caption ?? table.closest("section")?.querySelector("h3 a, h2")
  wrapper.className = "pb-scroll"
  wrapper.setAttribute("role", "region")
  wrapper.setAttribute("aria-label", above?.textContent ?? "")
  table.replaceWith(wrapper)
  wrapper.append(table)
}

/** Only what can be scrolled is a stop of the Tab key. */
function reach() {
  for (const wrapper of article.querySelectorAll(".pb-statement .pb-scroll")) {
    if (wrapper.scrollWidth > wrapper.clientWidth) wrapper.tabIndex = 0
    else wrapper.removeAttribute("tabindex")
  }
}

/** The choice of period, printing and leaving, in the partner's language. */
function chooser(index, period) {
  const say = words(index)
  const bar = document.createElement("form")
  bar.className = "pb-bar"
  bar.lang = index.language

  const label = document.createElement("label")
  const select = document.createElement("select")
  if (!period) select.append(new Option("", ""))
  for (const one of [...index.periods].sort((a, b) => a.period < b.period ? 1 : -1)) {
    select.append(new Option(`${one.title} · ${one.payout_text}`, one.period, false, one.period === period))
  }
  select.addEventListener("change", () => {
    if (select.value) location.hash = `${opened.token}/${select.value}`
  })
  label.append(say.period, select)

  bar.append(label, button(say.print, () => print()), button(say.leave, leave))
  bar.addEventListener("submit", event => event.preventDefault())
  return bar
}

function button(text, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.textContent = text
  made.addEventListener("click", act)
  return made
}

/** Forgets the token, also in the address: for a device that others use. */
function leave() {
  opened = { token: null, statements: null, index: null }
  history.replaceState(null, "", location.pathname)
  show()
}

function words(index) {
  return WORDS[index.language] ?? WORDS.en
}

// A link inside the statement must not replace the token in the address.
article.addEventListener("click", event => {
  const link = event.target.closest('a[href^="#"]')
  if (!link) return
  event.preventDefault()
  document.getElementById(decodeURIComponent(link.hash.slice(1)))?.scrollIntoView()
})

// A printed page bears its address: not this one.
let hash = ""
addEventListener("beforeprint", () => {
  hash = location.hash
  history.replaceState(null, "", location.pathname)
})
addEventListener("afterprint", () => history.replaceState(null, "", location.pathname + hash))

// The other language is another page: the link goes with the reader.
for (const link of document.querySelectorAll("[data-pb-language]")) {
  link.addEventListener("click", () => { link.hash = location.hash })
}

addEventListener("hashchange", show)
addEventListener("resize", reach)
addEventListener("online", () => { if (article.dataset.state === "offline") show() })
if (document.readyState === "loading") addEventListener("DOMContentLoaded", show)
else show()
