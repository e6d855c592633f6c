// What the theme leaves without a name that a screen reader could say.

// Each copy button stands in a navigation of its own; a button alone is meant.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll(".md-code__nav:not([role])")) {
    nav.setAttribute("role", "none")
  }
}).observe(document.documentElement, { childList: true, subtree: true })

// The pages of a chapter with an index page are labelled by an icon: label them by their title.
for (const nav of document.querySelectorAll(".md-nav[data-md-level][aria-labelledby]")) {
  const title = nav.querySelector(":scope > .md-nav__title")
  if (!title) continue
  nav.removeAttribute("aria-labelledby")
  nav.setAttribute("aria-label", title.textContent.trim())
}
