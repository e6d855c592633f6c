// The theme puts each copy button into a navigation without a name; a button alone is meant.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll(".md-code__nav:not([role])")) {
    nav.setAttribute("role", "none")
  }
}).observe(document.documentElement, { childList: true, subtree: true })

// A box that scrolls must be reached by the keyboard, one that does not scroll need not.
const boxes = document.querySelectorAll(".equation-box, .formulas-box, .plot-box")
const observer = new ResizeObserver(entries => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
    else target.removeAttribute("tabindex")
  }
})
for (const box of boxes) observer.observe(box)
