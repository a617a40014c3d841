/*
Present: the page's own headlines, what stands out, tiles and charts as slides, one at a time, full screen. Left and right, page up and
down, home and end; Escape ends it. Every slide is laid out on a canvas 540 high and scaled to the screen: type of 14
there is 28 on a screen 1080 high. The address holds present=1. This comes before address.js, so that a presentation has
ended when the page behind it follows another address.
*/
(function () {
  "use strict";

  const HEIGHT = 540;
  const LINES = 4;
  const PARTS = 16;
  const LARGEST = 1.7; /* times the size of the style sheet */
  const SMALLEST = 0.75;
  const SMALLEST_CHART = 0.7;
  const AROUND = 136; /* of a slide's height: title, foot and edges */
  const CONFIG = { displayModeBar: false, staticPlot: true, responsive: false, locale: "en" };
  const element = window.safeguarding.element;
  let show = null;

  function isNarrow() { return window.innerWidth / window.innerHeight < 1.5; }

  function width() { return isNarrow() ? 720 : 960; }

  function text(node) { return node ? node.textContent.trim() : ""; }

  /* Whom it is compared with and since when, for the foot of a slide without a chart. */
  function compared() { return window.safeguarding.chosen().shared; }

  function tilesOf(place) { return Array.from(place.closest(".page").querySelectorAll(".tile")); }

  /* Says who: the releases that tiles are from, without the section of a report. */
  function sources(tiles) {
    const named = new Set(tiles.map(function (tile) { return text(tile.querySelector(".tile-source")).replace(/, (Appendix|§).*/, ""); }));
    return named.size ? ". Source: " + Array.from(named).join("; ") : "";
  }

  function counted(i, total) { return total > 1 ? " (" + (i + 1) + " of " + total + ")" : ""; }

  /* On as few slides as hold them, and those about equally full. */
  function evenly(list, most) {
    const count = Math.ceil(list.length / most);
    const size = Math.ceil(list.length / count);
    return Array.from({ length: count }, function (_, i) { return list.slice(i * size, (i + 1) * size); });
  }

  /* Slides as data: a title, what is in the body, the foot. */
  function opening(page) {
    const lines = Array.from(page.querySelectorAll(".headlines .headline, .headline")).map(text);
    const lede = page.querySelector(".lede");
    const said = lines.length ? lines : [text(lede)].filter(Boolean);
    return { title: text(page.querySelector("h1")), lines: said.slice(0, 5), foot: compared() + sources(tilesOf(page)) };
  }

  function heading(node) {
    const stage = node.closest("section.stage");
    return text(stage && stage.querySelector("h2")) || text(document.querySelector(".page h1"));
  }

  function strips(list) {
    const tiles = Array.from(list.children);
    return evenly(tiles, isNarrow() ? 2 : 3).map(function (some, i, all) {
      return { title: heading(list) + counted(i, all.length), tiles: some, foot: compared() + sources(some) };
    });
  }

  /* A chart with more rows than a slide holds is shown in parts; one that cannot be parted is drawn smaller, and said in
     words where it would be too small. */
  function charts(figure) {
    const title = text(figure.querySelector(".chart-title"));
    const summary = text(figure.querySelector(".chart-summary"));
    const foot = text(figure.querySelector(".chart-subtitle")) + ". " + text(figure.querySelector(".chart-foot"));
    const graph = figure.querySelector(".js-plotly-plot");
    const rooms = graph ? [HEIGHT - AROUND, (HEIGHT - AROUND) / SMALLEST_CHART] : [];
    const parts = rooms.map(function (room) { return window.safeguarding.parts(graph, room); })
      .find(function (some) { return some.length && some.length <= PARTS; });
    if (!parts) { return [{ title: title, lines: [summary, "The chart is on the page."], foot: foot }]; }
    return parts.map(function (part, i) {
      return { title: title + counted(i, parts.length), part: part, summary: summary, foot: foot };
    });
  }

  function before(list) {
    let node = list.previousElementSibling;
    while (node && node.localName !== "h3") { node = node.previousElementSibling; }
    return text(node);
  }

  function standouts(list) {
    const lines = Array.from(list.children).map(function (item) {
      return text(item.querySelector(".standout-name")) + ": " + text(item.querySelector("p:last-of-type"));
    });
    return evenly(lines, LINES).map(function (some, i, all) {
      return { title: before(list) + counted(i, all.length), lines: some, foot: compared() + sources(tilesOf(list)) };
    });
  }

  function collect(page) {
    const found = [opening(page)];
    page.querySelectorAll(".tiles, figure.chart, .standouts").forEach(function (node) {
      if (node.matches("details:not([open]) *")) { return; }
      if (node.matches(".tiles")) { found.push(...strips(node)); }
      else if (node.matches("figure")) { found.push(...charts(node)); }
      else { found.push(...standouts(node)); }
    });
    return found.filter(function (slide) { return slide.title; });
  }

  /* Drawing ----------------------------------------------------------------------------------- */

  function paragraphs(lines) { return lines.map(function (line) { return element("p", "present-text", line); }); }

  function bodyOf(slide) {
    const body = element("div", "present-body");
    if (slide.lines) { body.append(...paragraphs(slide.lines)); }
    if (slide.tiles) {
      const list = element("ul", "tiles");
      list.style.setProperty("--columns", slide.tiles.length);
      list.append(...slide.tiles.map(function (tile) { return tile.cloneNode(true); }));
      list.querySelectorAll("a").forEach(function (link) { link.replaceWith(element("span", link.className, link.textContent)); });
      body.appendChild(list);
    }
    return body;
  }

  function frame(slide, number, total) {
    const made = element("section", "present-slide");
    const foot = element("p", "present-foot");
    const title = element("h2", "", slide.title);
    title.tabIndex = -1;
    foot.append(element("span", "", slide.foot), element("span", "", number + " of " + total));
    made.setAttribute("aria-roledescription", "slide");
    made.setAttribute("aria-label", "Slide " + number + " of " + total);
    made.hidden = true;
    made.append(title, bodyOf(slide), foot);
    return made;
  }

  function plot(place, slide) {
    if (!slide.part || place.firstChild) { return; }
    const least = slide.part.layout.meta.height || 1;
    const scale = Math.min(1, (place.clientHeight + 8) / least);
    if (scale < SMALLEST_CHART) { place.append(...paragraphs([slide.summary, "The chart is on the page."])); return; }
    const box = element("div");
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", slide.title + ". " + slide.summary);
    place.appendChild(box);
    const layout = Object.assign({}, slide.part.layout, {
      width: place.clientWidth / scale, height: place.clientHeight / scale, autosize: false
    });
    box.style.transformOrigin = "0 0";
    box.style.transform = "scale(" + scale + ")";
    window.Plotly.newPlot(box, slide.part.data, layout, CONFIG);
  }

  /* A title on one line, a little smaller, rather than on two. */
  function narrow(title) {
    [28, 26, 24, 22].some(function (size) {
      title.style.fontSize = size + "px";
      return title.clientHeight < 1.5 * size;
    });
  }

  /* Words and tiles as large as the slide holds; never so small that the smallest is less than 14 of the canvas. */
  function grow(place) {
    for (let size = LARGEST; size >= SMALLEST; size -= 0.05) {
      place.style.setProperty("--grown", size.toFixed(2));
      if (place.scrollHeight <= place.clientHeight && place.scrollWidth <= place.clientWidth) { return; }
    }
  }

  function fit() {
    if (width() !== show.wide) { build(); }
    const scale = Math.min(window.innerWidth / show.wide, window.innerHeight / HEIGHT);
    show.canvas.style.transform = "scale(" + scale + ")";
  }

  function go(to) {
    const at = Math.max(0, Math.min(show.slides.length - 1, to));
    const frames = Array.from(show.canvas.children);
    frames.forEach(function (each, i) { each.hidden = i !== at; });
    show.at = at;
    const body = frames[at].querySelector(".present-body");
    narrow(frames[at].querySelector("h2"));
    if (show.slides[at].part) { plot(body, show.slides[at]); } else { grow(body); }
    frames[at].querySelector("h2").focus({ preventScroll: true });
    window.safeguarding.announce("Slide " + (at + 1) + " of " + show.slides.length);
  }

  /* Beginning and ending ---------------------------------------------------------------------- */

  function address(isOn) {
    const query = new URLSearchParams(window.location.search);
    if (isOn) { query.set("present", "1"); } else { query.delete("present"); }
    const search = query.toString().replace(/%2F/g, "/");
    window.history.replaceState({}, "", window.location.pathname + (search ? "?" + search : "") + window.location.hash);
  }

  /* What lies behind is out of reach of keys and screen readers while slides are shown. */
  function behind(isOff) {
    Array.from(document.body.children).forEach(function (each) {
      if (each !== show.box && each.id !== "announcer") { each.inert = isOff; }
    });
  }

  /* The slides of the page for a screen of this shape; a screen that turns shows those of its new one. */
  function build() {
    const old = show.slides ? show.at / show.slides.length : 0;
    const slides = collect(show.page);
    show.wide = width();
    show.slides = slides;
    show.canvas.style.width = show.wide + "px";
    show.canvas.style.height = HEIGHT + "px";
    show.canvas.replaceChildren(...slides.map(function (slide, i) { return frame(slide, i + 1, slides.length); }));
    go(Math.round(old * slides.length));
  }

  function begin() {
    const page = document.querySelector(".page");
    if (show || !page) { return; }
    window.safeguarding.drawAll();
    const box = element("div", "present");
    const canvas = element("div", "present-canvas");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-label", "Presentation: arrow keys turn the slides, Escape ends it");
    box.appendChild(canvas);
    document.body.appendChild(box);
    show = { box: box, canvas: canvas, page: page, wide: 0, at: 0, from: document.activeElement };
    behind(true);
    address(true);
    fit();
    const isPressed = navigator.userActivation && navigator.userActivation.isActive;
    if (isPressed && document.documentElement.requestFullscreen) { document.documentElement.requestFullscreen().catch(function () {}); }
  }

  /* Of the figures that are on their way; no more where the page is left meanwhile. */
  function beginWhenFollowed() {
    const here = window.location.pathname;
    window.safeguarding.whenFollowed().then(function () { if (here === window.location.pathname) { begin(); } });
  }

  function end() {
    if (!show) { return; }
    close();
    address(false);
  }

  function close() {
    if (!show) { return; }
    const from = show.from;
    behind(false);
    show.box.remove();
    show = null;
    if (document.fullscreenElement) { document.exitFullscreen().catch(function () {}); }
    const button = from && from.isConnected && from !== document.body ? from : document.querySelector("[data-present]");
    if (button) { button.focus(); }
  }

  const STEPS = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity
  };

  document.addEventListener("keydown", function (event) {
    if (!show || event.altKey || event.ctrlKey || event.metaKey) { return; }
    if (event.key === "Escape") { event.preventDefault(); end(); return; }
    if (event.key === "Tab") { event.preventDefault(); return; }
    if (event.key in STEPS) { event.preventDefault(); go(show.at + STEPS[event.key]); }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-present]")) { beginWhenFollowed(); return; }
    if (show && show.box.contains(event.target)) { go(show.at + (event.clientX < window.innerWidth / 3 ? -1 : 1)); }
  });

  window.addEventListener("resize", function () { if (show) { fit(); } });
  /* The browser takes the first Escape in full screen for itself: leaving that ends the presentation too. */
  document.addEventListener("fullscreenchange", function () {
    if (!show) { return; }
    if (document.fullscreenElement) { fit(); } else { end(); }
  });

  /* An address with present=1 is shown as slides when its page has come: opened, or come back to. */
  function isAsked() { return new URLSearchParams(window.location.search).get("present") === "1"; }

  function resume() { if (isAsked()) { begin(); } }

  function whenCome() {
    document.addEventListener("shown", function () { window.setTimeout(resume, 0); }, { once: true });
  }

  let path = window.location.pathname;

  function remember() { path = window.location.pathname; }

  window.addEventListener("popstate", function () {
    const isSame = path === window.location.pathname;
    remember();
    close();
    if (!isAsked()) { return; }
    if (!isSame) { whenCome(); return; }
    window.setTimeout(function () { window.safeguarding.whenFollowed().then(resume); }, 0);
  });
  window.addEventListener("_dashprivate_pushstate", remember);

  if (isAsked()) { whenCome(); }
}());
