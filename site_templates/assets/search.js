// Search: Pagefind's window, fetched when somebody first asks for it.
(() => {
  const words = {
    ru: {
      placeholder: "Например: комиссия за сентябрь",
      zero_results: "По запросу «[SEARCH_TERM]» ничего не нашлось. Попробуйте другое слово.",
      one_result: "Нашлось страниц: [COUNT]",
      many_results: "Нашлось страниц: [COUNT]",
      searching: "Ищем «[SEARCH_TERM]»",
      results_label: "Что нашлось",
      error_search: "Поиск не открылся. Обновите страницу.",
      clear_search: "Стереть",
      keyboard_navigate: "выбрать",
      keyboard_select: "открыть",
      keyboard_clear: "стереть",
      keyboard_close: "закрыть",
      keyboard_search: "Поиск",
      input_hint: "Найденное появляется, пока вы пишете",
    },
    en: {
      placeholder: "For example: commission in September",
      zero_results: "Nothing was found for “[SEARCH_TERM]”. Try another word.",
      one_result: "Pages found: [COUNT]",
      many_results: "Pages found: [COUNT]",
      searching: "Searching for “[SEARCH_TERM]”",
      results_label: "What was found",
      error_search: "Search did not open. Reload the page.",
      clear_search: "Clear",
      keyboard_navigate: "choose",
      keyboard_select: "open",
      keyboard_clear: "clear",
      keyboard_close: "close",
      keyboard_search: "Search",
      input_hint: "What is found appears while you type",
    },
  }

  const button = document.querySelector(".pb-search")
  if (!button) return
  const bundle = new URL(button.dataset.pagefind, location.href)
  let modal

  const load = () => {
    modal ||= new Promise((ready, failed) => {
      const style = document.createElement("link")
      style.rel = "stylesheet"
      style.href = new URL("pagefind-component-ui.css", bundle)
      // Ours has the last word.
      document.head.prepend(style)
      const script = document.createElement("script")
      script.src = new URL("pagefind-component-ui.js", bundle)
      script.onload = () => {
        const search = window.PagefindComponents.getInstanceManager().getInstance("default")
        search.setTranslations(words[document.documentElement.lang] || words.en)
        const dialog = document.createElement("pagefind-modal")
        document.body.append(dialog)
        dialog.querySelector("pagefind-results").hideSubResults = true
        ready(dialog)
      }
      script.onerror = failed
      document.head.append(script)
    })
    return modal
  }

  const open = async () => {
    try {
      (await load()).open()
    } catch {
      modal = undefined
      button.textContent = (words[document.documentElement.lang] || words.en).error_search
    }
  }

  button.addEventListener("click", open)
  addEventListener("keydown", event => {
    const typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable
    const asked = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey
      || event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)
    if (!asked || typing) return
    event.preventDefault()
    open()
  })
})()
