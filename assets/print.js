/* On paper: filters as a sentence, addresses written out, each chart laid out anew for the width of a page. */
(function () {
  "use strict";

  /* Two charts with their words stand on a page of A4; one with more rows than a page holds is drawn smaller. */
  const WIDTH = 660;
  const HEIGHT = 285;
  const TALLEST = 770;
  const PARTED = 870; /* a part has no words of its own above it but the first */
  const PAPER = 680; /* the width of .paper: A4 without its margins */
  const WRITTEN = ".page p > a[href^='/'], .page li > a[href^='/api'], .print-chosen a";
  const KNOWN = ".tile, .chart, .standouts, .notice";
  const LONG = /[^\s]{25}/;

  const element = window.safeguarding.element;

  function charts() { return Array.from(document.querySelectorAll(".chart-graph .js-plotly-plot")); }

  /* The foot of each page: what a style sheet of the page itself may say, it being made of text alone. */
  const feet = new CSSStyleSheet();
  document.adoptedStyleSheets = document.adoptedStyleSheets.concat([feet]);

  function quoted(text) {
    return "\"" + text.replace(/[^\w ,;:.()/–-]/g, function (sign) { return "\\" + sign.codePointAt(0).toString(16) + " "; }) + "\"";
  }

  function foot() {
    const own = document.querySelector(".pack-foot");
    const text = own ? own.textContent : document.title + ", printed " + window.safeguarding.today();
    if (own) { document.title = document.querySelector(".page h1").textContent; }
    feet.replaceSync("@page { @bottom-left { content: " + quoted(text) + "; font: 9pt sans-serif; color: #4a5866; } }");
  }

  /* Where the page is found again; the browser's own parameter left out. */
  function address() {
    const here = new URL(window.safeguarding.chosen().address);
    here.searchParams.delete("present");
    return here.href.replace(/%2F/g, "/").replace(/%2C/g, ",");
  }

  function say() {
    const place = document.querySelector(".print-chosen");
    if (!place) { return; }
    const chosen = window.safeguarding.chosen();
    const licence = document.querySelector(".site-footer p");
    const said = [chosen.shared, chosen.own].filter(Boolean).map(function (text) { return text + "."; });
    said.push("This page is at " + address());
    place.replaceChildren(...said.map(function (text) { return element("p", "", text); }), licence.cloneNode(true));
  }

  /* An address is of use on paper only whole. */
  function write() {
    document.querySelectorAll(WRITTEN).forEach(function (link) {
      if (!link.closest(KNOWN)) { link.dataset.written = link.href; }
    });
  }

  /* The name of a file may be broken anywhere, so that its table is no wider than the page; words are not. */
  function shorten(place) {
    place.querySelectorAll(".data-table td").forEach(function (cell) {
      cell.classList.toggle("print-broken", LONG.test(cell.textContent));
    });
  }

  /* Tables of a content in so many parts, below one another; whether each is as narrow as paper. */
  function laid(holder, count, place) {
    place.replaceChildren(...window.safeguarding.parted(holder, count).map(function (content) {
      const part = element("div", "table-scroll");
      window.safeguarding.table(part, content);
      part.firstChild.classList.remove("data-table-stacks");
      return part;
    }));
    shorten(place);
    return Array.from(place.querySelectorAll("table")).every(function (table) { return table.offsetWidth <= PAPER; });
  }

  /* A table wider than paper: in parts below one another, each with the names. */
  function narrow(holder) {
    const columns = holder.querySelectorAll("thead th").length;
    const paper = element("div", "paper");
    holder.after(paper);
    let count = 1;
    while (!laid(holder, count, paper) && count < columns - 1) { count += 1; }
    if (count > 1) { paper.className = "print-tables"; } else { paper.remove(); }
  }

  function tables() {
    return Array.from(document.querySelectorAll(".table-scroll")).filter(function (holder) {
      return holder.querySelector("table") && holder.checkVisibility();
    });
  }

  function heightOf(graph) { return Math.round(Math.max(HEIGHT, (graph.layout.meta || {}).height || 0)); }

  function fit(graph) {
    const box = graph.closest(".chart-graph");
    const height = heightOf(graph);
    const zoom = Math.min(1, TALLEST / height);
    const width = Math.round(WIDTH / zoom);
    box.style.setProperty("--print-height", height + "px");
    box.style.setProperty("--print-width", width + "px");
    box.style.setProperty("--print-zoom", zoom);
    window.Plotly.relayout(graph, { width: width, height: height });
  }

  /* A chart of more rows than a page holds: in parts below one another, none cut; whether it can be. */
  function divide(graph) {
    const parts = heightOf(graph) > TALLEST ? window.safeguarding.parts(graph, PARTED) : [];
    if (parts.length < 2) { return false; }
    const holder = element("div", "print-parts");
    const box = graph.closest(".chart-graph");
    holder.setAttribute("role", "img");
    holder.setAttribute("aria-label", box.getAttribute("aria-label"));
    box.after(holder);
    parts.forEach(function (part) {
      const place = element("div", "print-part");
      holder.appendChild(place);
      window.Plotly.newPlot(place, part.data, Object.assign(part.layout, { width: WIDTH, autosize: false }), { staticPlot: true });
    });
    return true;
  }

  window.addEventListener("beforeprint", function () {
    foot();
    say();
    write();
    shorten(document);
    window.safeguarding.drawAll();
    tables().forEach(narrow);
    window.safeguarding.isPrinting = true;
    charts().forEach(function (graph) { if (!divide(graph)) { fit(graph); } });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) { window.print(); }
  });

  /* On paper an address is of use only with its host. */
  window.safeguarding.draws("data-address", function (place, address) {
    place.textContent = new URL(address, window.location.href).href;
  });

  window.addEventListener("afterprint", function () {
    window.safeguarding.isPrinting = false;
    document.querySelectorAll(".print-parts, .print-tables").forEach(function (parts) { parts.remove(); });
    charts().forEach(function (graph) {
      const box = graph.closest(".chart-graph");
      window.Plotly.relayout(graph, { width: box.clientWidth, height: box.clientHeight });
    });
  });
})();
