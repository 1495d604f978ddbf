// What every page does beside Material's script. A classic script: it needs no module of ours.
(() => {
  const words = document.currentScript.dataset

  // Material remembers which look was chosen, and does not say so in the form.
  const looks = document.querySelectorAll(".pb-look input")
  const chosen = __md_get("__palette")
  const look = looks[chosen ? chosen.index : 0] || looks[0]
  if (look) look.checked = true

  // A table that is wider than its place can be scrolled with the keyboard too.
  const reach = () => {
    for (const wrapper of document.querySelectorAll(".md-typeset__scrollwrap")) {
      const wide = wrapper.scrollWidth > wrapper.clientWidth
      wrapper.toggleAttribute("tabindex", wide)
      if (!wide) continue
      wrapper.setAttribute("tabindex", "0")
      wrapper.setAttribute("role", "region")
      wrapper.setAttribute("aria-label", words.scrollWords)
    }
  }
  addEventListener("load", reach)
  addEventListener("resize", reach)

  // Nothing may be missing on paper: open what is folded, and fold it again.
  let folded = []
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")]
    for (const details of folded) details.open = true
  })
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false
  })
})()
