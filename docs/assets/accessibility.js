// The theme puts each copy button into a navigation without a name; a button alone is meant.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll(".md-code__nav:not([role])")) {
    nav.setAttribute("role", "none")
  }
}).observe(document.documentElement, { childList: true, subtree: true })
