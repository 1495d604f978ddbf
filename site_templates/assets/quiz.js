// A quiz that answers back. Without it the questions and the folded key stand there all the same.
// What is right is known from the visible key alone, so that nothing can differ from what a reader sees.

const plain = (element) => element.textContent.replace(/\s+/g, " ").trim()
const number = (element) => parseFloat(plain(element).replace(/[^\d.,]/g, "").replace(",", "."))

const made = (tag, name, text = "") => {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = text
  return element
}

function start(quiz) {
  const words = quiz.dataset
  const questions = [...quiz.querySelectorAll(".pb-question")]
  const key = quiz.querySelector(".pb-answers")
  const answers = [...key.querySelectorAll("li")]
  const mark = document.querySelector('[data-fact$="/quiz_pass"]')

  const form = made("form", "pb-quiz-form")
  const list = quiz.querySelector(".pb-questions")
  list.replaceWith(form)
  form.append(list)
  const actions = made("p", "pb-quiz-actions")
  const check = made("button", "pb-button", words.check)
  const again = made("button", "pb-button pb-button--quiet", words.again)
  check.type = "submit"
  again.type = "reset"
  again.hidden = true
  actions.append(check, again)
  const result = made("output", "pb-quiz-result")
  form.append(actions, result)
  key.remove() // it would give the answers away; they come with each question once it is checked

  const judge = (question, answer) => {
    const right = plain(answer.querySelector(".pb-right"))
    const chosen = question.querySelector("input:checked")
    const ok = chosen !== null && plain(chosen.parentElement.querySelector(".pb-option")) === right
    const told = made("div", `pb-told pb-told--${ok ? "right" : "wrong"}`)
    const verdict = made("p", "pb-answered", ok ? words.right : `${chosen ? words.wrong : words.open} `)
    if (!ok) verdict.append(made("b", "", right))
    told.append(verdict, answer.querySelector(".pb-because").cloneNode(true))
    question.append(told)
    return ok
  }

  const clear = () => {
    for (const told of form.querySelectorAll(".pb-told")) told.remove()
    result.textContent = ""
    again.hidden = true
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault()
    clear()
    const right = questions.filter((question, at) => judge(question, answers[at])).length
    const enough = right * 100 >= number(mark) * questions.length
    const score = words.score.replace("{right}", right).replace("{all}", questions.length)
    const verdict = enough ? words.enough : words.tooFew.replace("{mark}", plain(mark))
    result.textContent = `${score} ${verdict}`
    again.hidden = false
    result.scrollIntoView({ block: "nearest" })
  })
  form.addEventListener("reset", () => {
    clear()
    form.scrollIntoView({ block: "start" })
  })
}

for (const quiz of document.querySelectorAll(".pb-quiz")) start(quiz)
