// Point at a symbol of an equation, focus it or tap it, and a card shows its row of the notation.
// It is one function, so that its names do not meet those of a page's other scripts.

(() => {
  const SYMBOLS = ".equation [data-symbol]"
  const BOXES = ".equation-box, .formulas-box, .plot-box" // the latter two stand on dlref's own site
  const DELAY = 250 // milliseconds, so that the pointer can cross to the card
  const LINE = 40 // pixels that the rest of a line may reach below or above a symbol
  const GAP = 6

  const card = document.createElement("div")
  card.id = "symbol-card"
  card.className = "symbol-card"
  card.setAttribute("role", "tooltip")
  card.hidden = true

  let shown = null // the symbol that the card is about
  let timer = 0

  function show(symbol) {
    clearTimeout(timer)
    if (symbol === shown) return
    hide()
    const row = document.getElementById(symbol.dataset.symbol)
    if (!row) return
    shown = symbol
    fill(row)
    symbol.setAttribute("aria-describedby", card.id)
    for (const same of alike(symbol)) same.classList.add("symbol-active")
    card.hidden = false
    place(symbol)
  }

  function hide() {
    clearTimeout(timer)
    if (!shown) return
    shown.removeAttribute("aria-describedby")
    for (const same of alike(shown)) same.classList.remove("symbol-active")
    card.hidden = true
    shown = null
  }

  function hideSoon() {
    clearTimeout(timer)
    timer = setTimeout(hide, DELAY)
  }

  // The same name elsewhere in the equation; one row may declare several.
  function alike(symbol) {
    const equation = symbol.closest(".equation")
    const all = [...equation.querySelectorAll(`[data-symbol="${symbol.dataset.symbol}"]`)]
    return all.filter(other => letter(other) === letter(symbol))
  }

  const letter = symbol => (symbol.querySelector("mi") ?? symbol).textContent

  // The card repeats the row, so that table and card cannot differ.
  function fill(row) {
    const [symbol, meaning, code] = row.cells
    const value = line("symbol-card-value")
    if (row.dataset.shape) value.append(`${row.dataset.shape}: `)
    value.append(...copy(code))
    const link = Object.assign(document.createElement("a"), {
      href: `#${row.id}`,
      textContent: "Notation",
    })
    const title = line("symbol-card-title")
    title.append(...copy(symbol), " ", ...copy(meaning))
    card.replaceChildren(title, value, link)
  }

  function line(name) {
    return Object.assign(document.createElement("p"), { className: name })
  }

  function copy(cell) {
    return cell.cloneNode(true).childNodes
  }

  // Below the line of the symbol, or above it where there is no room; never beside the screen.
  function place(symbol) {
    const { left, top, bottom } = symbol.getBoundingClientRect()
    const { width, height } = card.getBoundingClientRect()
    const box = symbol.closest(".equation-box").getBoundingClientRect()
    const below = Math.min(box.bottom, bottom + LINE) + GAP
    const above = Math.max(box.top, top - LINE) - GAP - height
    const y = below + height < window.innerHeight ? below : above
    const x = Math.min(left, document.documentElement.clientWidth - width - GAP)
    const parent = card.offsetParent // the body, where nothing is placed
    const origin = (parent === document.body ? document.documentElement : parent).getBoundingClientRect()
    card.style.left = `${Math.max(GAP, x) - origin.left}px`
    card.style.top = `${y - origin.top}px`
  }

  const symbolOf = event => event.target.closest?.(SYMBOLS)

  document.addEventListener("pointerover", event => {
    if (event.pointerType !== "mouse") return
    const symbol = symbolOf(event)
    if (symbol) show(symbol)
    else if (card.contains(event.target)) clearTimeout(timer)
    else if (shown && shown !== document.activeElement) hideSoon()
  })

  document.addEventListener("click", event => {
    const symbol = symbolOf(event)
    if (symbol) show(symbol)
    else if (!card.contains(event.target) || event.target.closest("a")) hide()
  })

  document.addEventListener("focusin", event => {
    const symbol = symbolOf(event)
    if (symbol) show(symbol)
    else if (!card.contains(event.target)) hide()
  })

  // One stop of the tab key for an equation; arrows go from symbol to symbol.
  const STEPS = { ArrowRight: 1, ArrowLeft: -1 }

  document.addEventListener("keydown", event => {
    if (event.key === "Escape") hide()
    const symbol = symbolOf(event)
    if (!symbol || !STEPS[event.key]) return
    const symbols = [...symbol.closest(".equation").querySelectorAll("[data-symbol]")]
    const next = symbols[symbols.indexOf(symbol) + STEPS[event.key]]
    if (!next) return
    event.preventDefault()
    symbol.tabIndex = -1
    next.tabIndex = 0
    next.focus()
  })

  // A box that scrolls must be reached by the keyboard, one that does not scroll need not.
  const boxes = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
      else target.removeAttribute("tabindex")
    }
  })

  function start() {
    hide()
    boxes.disconnect()
    const text = document.querySelector("article") ?? document.querySelector("main, [role=main]")
    ;(text ?? document.body).append(card) // in the landmark that it speaks of
    for (const box of document.querySelectorAll(BOXES)) boxes.observe(box)
    for (const equation of document.querySelectorAll(".equation")) {
      const first = equation.querySelector("[data-symbol]")
      if (first && document.getElementById(first.dataset.symbol)) first.tabIndex = 0
    }
  }

  // With instant navigation, Material replaces the article and says so.
  if (window.document$) window.document$.subscribe(start)
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
})()
