/*
Charts, from data-chart: the figure, and around it title, source, summary, notes, table and what can be taken away.
What is in sight is drawn at once, the rest after it, one at a time, so that a long page answers as soon as a short one.
*/
(function () {
  "use strict";

  const EXPORTS = [
    ["png2", "Picture (PNG 2×)"], ["png3", "PNG 3×"], ["page", "PNG for a page"], ["svg", "SVG"],
    ["copy", "Copy picture"], ["csv", "Figures (CSV)"]
  ];
  /* Our own buttons stand beside each chart; plotly's bar stays off. */
  const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false, locale: "en" };
  const element = window.safeguarding.element;

  /* Words ------------------------------------------------------------------------------------- */

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

  function details() {
    const made = element("details");
    const holder = element("div", "table-scroll");
    holder.tabIndex = 0;
    holder.setAttribute("role", "region");
    made.append(element("summary", "", "Figures as a table"), holder);
    return made;
  }

  function frame(figure) {
    const box = element("div", "chart-graph");
    const words = element("div", "chart-words");
    box.setAttribute("role", "img");
    box.appendChild(element("div", "chart-canvas"));
    words.append(
      element("p", "chart-foot"), element("p", "chart-summary"), element("div", "chart-notes"), details(), actions("")
    );
    figure.replaceChildren(element("figcaption"), box, words);
    figure.firstChild.append(element("h3", "chart-title"), element("p", "chart-subtitle"));
    sizes.observe(box);
  }

  function notes(content) {
    const lines = content.notes.map(function (note) { return element("p", "chart-note", note); });
    return lines.concat(content.marks.map(function (mark) {
      const line = element("p", "chart-note");
      line.appendChild(link(mark[0], mark[1], mark[2]));
      return line;
    }));
  }

  function say(figure, content) {
    const box = boxOf(figure);
    ["title", "subtitle", "foot", "summary"].forEach(function (part) {
      figure.querySelector(".chart-" + part).textContent = content[part];
    });
    figure.querySelector(".chart-notes").replaceChildren(...notes(content));
    box.setAttribute("aria-label", content.title + ". " + content.summary);
    figure.querySelectorAll("[data-export]").forEach(function (button) {
      button.setAttribute("aria-label", button.textContent + ": " + content.title);
    });
    const about = figure.querySelector(".chart-actions a");
    if (about && content.about) { about.setAttribute("href", content.about); } else if (about) { about.remove(); }
    if (!about && content.about) { figure.querySelector(".chart-actions").appendChild(link("About this indicator", content.about)); }
  }

  function boxOf(figure) { return figure.querySelector(".chart-graph"); }

  /* Drawing ----------------------------------------------------------------------------------- */

  const TASK = 50;  /* ms, after which a browser calls a task long */
  const UNDRAWN = "The picture could not be drawn; the figures are in the table.";
  const waiting = new Map();
  const folded = new Map();
  const resized = new WeakSet();
  const formed = new WeakMap();
  const untabled = new Map();

  function take(queue, figure) {
    const content = queue.get(figure);
    queue.delete(figure);
    return figure.isConnected ? content : undefined;
  }

  /* A figure has another form for a wide place, or the one. */
  const WIDE = 640;

  function formOf(figure, content) {
    return content.wide && boxOf(figure).clientWidth >= WIDE ? content.wide : content.figure;
  }

  function heightOf(form) {
    const least = (form.layout.meta || {}).height;
    return least ? least + "px" : "";
  }

  /* The size of a chart that is drawn is known, see below; to measure it again would lay the whole page out. */
  function sizeOf(graph, isOther) {
    const known = graph.layout && !isOther ? graph.layout : { width: graph.clientWidth, height: graph.clientHeight };
    return { width: known.width, height: known.height, autosize: false };
  }

  function draw(figure, content) {
    const box = boxOf(figure);
    const form = formOf(figure, content);
    const isHigher = box.style.minHeight !== heightOf(form);
    if (isHigher) { box.style.minHeight = heightOf(form); }
    const size = sizeOf(box.firstChild, resized.delete(box) || isHigher);
    window.Plotly.react(box.firstChild, form.data, Object.assign(form.layout, size), CONFIG);
    if (content.wide) { formed.set(figure, content); }
  }

  function tabulate(figure) {
    const content = take(untabled, figure);
    if (content) { window.safeguarding.table(figure.querySelector(".table-scroll"), JSON.parse(content.table)); }
  }

  /* What is in sight is drawn and painted first, one chart a task, the rest a few a task: a click or a key in between is
     answered, and the browser does not paint what nobody sees between one chart and the next. A table that is open
     comes with its chart, the others when there is time. */
  const turn = new MessageChannel();
  const idle = window.requestIdleCallback || function (work) { window.setTimeout(work, 50); };

  function drawNext() {
    fold();
    const first = Array.from(waiting.keys()).find(function (figure) { return inSight.has(figure); });
    if (first) { drawOne(first); } else { drawSome(); }
    if (waiting.size) { turn.port2.postMessage(""); return; }
    window.requestAnimationFrame(function () { window.setTimeout(rest); });
    idle(tabulateAll, { timeout: 2000 });
  }

  /* What is in sight is painted: now the rest of the page is, see app.css. */
  function rest() {
    if (!waiting.size) { document.documentElement.classList.remove("is-drawing"); }
  }

  function drawSome() {
    const end = performance.now() + TASK;
    for (const figure of Array.from(waiting.keys())) {
      drawOne(figure);
      if (performance.now() > end) { return; }
    }
  }

  /* What cannot be drawn is said, and keeps no other chart waiting. */
  function drawOne(figure) {
    const content = take(waiting, figure);
    if (!content) { return; }
    if (figure.querySelector("details[open]")) { tabulate(figure); }
    try {
      draw(figure, content);
      say(figure, content);
    } catch (error) {
      console.error(error);
      formed.delete(figure);
      window.Plotly.purge(boxOf(figure).firstChild);
      say(figure, Object.assign({}, content, { notes: [UNDRAWN].concat(content.notes) }));
    }
  }

  turn.port1.addEventListener("message", drawNext);
  turn.port1.start();

  function drawAll() { waiting.forEach(function (_, figure) { drawOne(figure); }); }

  /* Charts in what is not open wait for it; those of a page that was left are let go. */
  function fold() {
    folded.forEach(function (_, figure) { if (!figure.isConnected) { folded.delete(figure); } });
    Array.from(waiting.keys()).filter(isFolded).forEach(function (figure) {
      const content = take(waiting, figure);
      if (content) { folded.set(figure, content); }
    });
  }

  function tabulateAll() {
    if (!waiting.size) { untabled.forEach(function (_, figure) { tabulate(figure); }); }
  }

  function build(figure, content) {
    if (!figure.querySelector(".chart-canvas")) {
      frame(figure);
      boxOf(figure).style.minHeight = heightOf(formOf(figure, content));
      say(figure, content);
      sight.observe(figure);
    }
    untabled.set(figure, content);
    folded.delete(figure);
    enqueue(figure, content);
  }

  function isFolded(figure) { return figure.matches("details:not([open]) *"); }

  function enqueue(figure, content) {
    if (!waiting.size) {
      document.documentElement.classList.add("is-drawing");
      turn.port2.postMessage("");
    }
    waiting.set(figure, content);
  }

  /* A chart in what is not open has no size: it is drawn when it is opened. A table that is opened before there was time
     for it is made then. */
  document.addEventListener("toggle", function (event) {
    if (!event.target.open) { return; }
    const figure = event.target.closest("figure");
    if (figure) { tabulate(figure); }
    folded.forEach(function (content, figure) {
      if (isFolded(figure)) { return; }
      folded.delete(figure);
      enqueue(figure, content);
    });
  }, true);

  const inSight = new Set();
  const sight = new IntersectionObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.isIntersecting) { inSight.add(change.target); } else { inSight.delete(change.target); }
    });
  });

  /* A chart keeps to its box: a wider window, a telephone turned round. */
  const sizes = new ResizeObserver(function (changes) {
    changes.forEach(function (change) {
      const graph = change.target.querySelector(".js-plotly-plot");
      const size = { width: change.target.clientWidth, height: change.target.clientHeight };
      if (!graph || !graph.layout || !size.width || window.safeguarding.isPrinting) { return; }
      if (waiting.has(change.target.parentNode) || folded.has(change.target.parentNode)) { resized.add(change.target); return; }
      const content = formed.get(change.target.parentNode);
      if (content && formOf(change.target.parentNode, content).layout !== graph.layout) {
        enqueue(change.target.parentNode, content);
        resized.add(change.target);
        return;
      }
      if (graph.layout.width !== size.width || graph.layout.height !== size.height) { window.Plotly.relayout(graph, size); }
    });
  });

  Object.assign(window.safeguarding, { drawAll: drawAll, tabulate: tabulate });
  window.safeguarding.draws("data-chart", build);
}());
