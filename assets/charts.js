/* The words around a chart: title, source, summary, notes, table and what can be taken away, built from data-words. */
(function () {
  "use strict";

  const EXPORTS = [
    ["png2", "Picture (PNG 2×)"], ["png3", "PNG 3×"], ["svg", "SVG"], ["copy", "Copy picture"], ["csv", "Figures (CSV)"]
  ];

  function element(name, className, text) { return window.safeguarding.element(name, className, text); }

  function link(text, href, title) {
    const made = element("a", "", text);
    made.setAttribute("href", href);
    if (title) { made.title = title; }
    return made;
  }

  function actions(about) {
    const row = element("div", "chart-actions");
    EXPORTS.forEach(function (kind) {
      const button = element("button", "", kind[1]);
      button.type = "button";
      button.dataset.export = kind[0];
      row.appendChild(button);
    });
    if (about) { row.appendChild(link("About this indicator", about)); }
    return row;
  }

  function details(table, isOpen) {
    const made = element("details");
    const holder = element("div", "table-scroll");
    made.open = isOpen;
    holder.tabIndex = 0;
    holder.setAttribute("role", "region");
    holder.dataset.table = table;
    made.append(element("summary", "", "Figures as a table"), holder);
    return made;
  }

  function build(figure) {
    const words = JSON.parse(figure.dataset.words);
    const caption = figure.querySelector("figcaption");
    const below = figure.querySelector(".chart-words");
    const box = figure.querySelector(".chart-graph");
    if (!caption || !below || !box) { return; }
    const old = below.querySelector("details");
    const kept = below.contains(document.activeElement) ? document.activeElement : null;
    box.setAttribute("aria-label", words.title + ". " + words.summary);
    box.style.minHeight = words.height ? words.height + "px" : "";
    caption.replaceChildren(
      element("h3", "chart-title", words.title), element("p", "chart-subtitle", words.subtitle)
    );
    if (kept) { return refresh(below, words); }
    below.replaceChildren(
      element("p", "chart-foot", words.source),
      element("p", "chart-summary", words.summary),
      notes(words),
      details(words.table, Boolean(old && old.open)),
      actions(words.about)
    );
  }

  function notes(words) {
    const made = element("div", "chart-notes");
    words.notes.forEach(function (note) { made.appendChild(element("p", "chart-note", note)); });
    words.marks.forEach(function (mark) {
      const line = element("p", "chart-note");
      line.appendChild(link(mark[0], mark[1], mark[2]));
      made.appendChild(line);
    });
    return made;
  }

  /* The focus is on a button here: the words change around it. */
  function refresh(below, words) {
    below.querySelector(".chart-foot").textContent = words.source;
    below.querySelector(".chart-summary").textContent = words.summary;
    below.querySelector(".chart-notes").replaceWith(notes(words));
    below.querySelector("[data-table]").dataset.table = words.table;
    const about = below.querySelector(".chart-actions a");
    if (about) { about.setAttribute("href", words.about); }
  }

  function within(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) { return; }
    if (node.matches("[data-words]")) { build(node); }
    node.querySelectorAll("[data-words]").forEach(build);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") { build(change.target); } else { change.addedNodes.forEach(within); }
    });
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-words"]
  });
}());
