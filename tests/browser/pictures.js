/*
Draws charts as the page's own scripts draw them and reads where their words come to lie.

lies(box) has for each line of each text in a box: text, left, top, right, bottom in px from the box's upper left
corner, and whether a clip cuts it.
*/
(function () {
  "use strict";

  let place;

  function linesOf(text) {
    const lines = text.querySelectorAll(".line");
    return lines.length ? Array.from(lines) : [text];
  }

  /* What clips a text: the rectangle of the nearest clip path around it. */
  function clipOf(text) {
    const clipped = text.closest("[clip-path]");
    const name = clipped && /#([^)'"]+)/.exec(clipped.getAttribute("clip-path") || "");
    const shape = name && document.getElementById(name[1]) && document.getElementById(name[1]).firstElementChild;
    if (!shape) { return null; }
    const own = clipped.getScreenCTM();
    const left = own.e + Number(shape.getAttribute("x") || 0), top = own.f + Number(shape.getAttribute("y") || 0);
    return {
      left: left, top: top,
      right: left + Number(shape.getAttribute("width")), bottom: top + Number(shape.getAttribute("height"))
    };
  }

  function isBeyond(box, clip) {
    return box.left < clip.left - 1 || box.right > clip.right + 1 || box.top < clip.top - 1 || box.bottom > clip.bottom + 1;
  }

  function words(element, origin) {
    const text = element.textContent.replace(/\u00a0/g, " ");
    const box = element.getBoundingClientRect();
    if (!text.trim() || !box.width) { return null; }
    /* Spaces that only keep words off a place are no part of them. */
    const each = box.width / text.length, lead = text.length - text.trimStart().length, tail = text.length - text.trimEnd().length;
    const space = Math.min(each, 0.2 * parseFloat(getComputedStyle(element).fontSize));
    const found = { left: box.left + lead * space, right: box.right - tail * space, top: box.top, bottom: box.bottom };
    const clip = clipOf(element);
    return {
      text: text.trim(), cut: Boolean(clip && isBeyond(found, clip)),
      box: [found.left - origin.left, found.top - origin.top, found.right - origin.left, found.bottom - origin.top]
    };
  }

  function lies(box) {
    const origin = box.getBoundingClientRect();
    const texts = Array.from(box.querySelectorAll("svg text")).flatMap(linesOf);
    return {
      width: origin.width, height: origin.height,
      texts: texts.map(function (text) { return words(text, origin); }).filter(Boolean)
    };
  }

  /* A figure each, those of before where they are of the same kind. */
  function figures(contents) {
    if (!place) {
      place = window.safeguarding.element("div", "charts");
      document.querySelector("main .charts").after(place);
    }
    contents.forEach(function (content, i) {
      const old = place.children[i];
      if (old && old.className === content[0]) { return; }
      const made = window.safeguarding.element("figure", content[0]);
      if (old) { old.replaceWith(made); } else { place.appendChild(made); }
    });
    while (place.children.length > contents.length) { place.lastChild.remove(); }
    return Array.from(place.children);
  }

  /* Charts on the page itself, in the place where its own charts are. */
  async function draw(contents) {
    const made = figures(contents);
    window.safeguarding.refill(place, contents.map(function (content) {
      return ["figure", { class: content[0], "data-chart": content[1] }];
    }));
    await new Promise(function (done) { setTimeout(done); });
    window.safeguarding.drawAll();
    return made;
  }

  async function onScreen(contents) {
    const made = await draw(contents);
    return made.map(function (figure) { return lies(figure.querySelector(".chart-graph")); });
  }

  function boxOf(shape) {
    const found = document.getElementById("picture-" + shape);
    if (found) { return found; }
    const made = window.safeguarding.element("div");
    made.id = "picture-" + shape;
    document.body.appendChild(made);
    return made;
  }

  /* A figure as the scripts find it once its chart is drawn. */
  function figureOf(content) {
    const figure = window.safeguarding.element("figure");
    figure.appendChild(Object.assign(window.safeguarding.element("div", "js-plotly-plot"), content.wide || content.figure));
    return figure;
  }

  /* The picture of a chart as it is taken away, drawn in a box of its size. */
  function picture(content, shape) {
    const spec = window.safeguarding.composed(figureOf(content), shape);
    const box = boxOf(shape);
    box.style.cssText = "contain:strict;width:" + spec.layout.width + "px;height:" + spec.height + "px";
    window.Plotly.react(box, spec.data, spec.layout, spec.config);
    return lies(box);
  }

  function takenAway(contents) {
    return contents.map(function (content) {
      return ["slide", "page"].map(function (shape) { return picture(content[1], shape); });
    });
  }

  /* The pictures side by side, for people to look at. */
  async function sheet(contents, shape, width) {
    const place = window.safeguarding.element("div");
    place.style.cssText = "display:flex;flex-wrap:wrap;gap:8px;padding:8px;background:#999";
    document.body.replaceChildren(place);
    for (const content of contents) {
      const image = new Image(width);
      image.src = URL.createObjectURL(new Blob([await window.safeguarding.pictured(figureOf(content[1]), shape)], { type: "image/svg+xml" }));
      place.appendChild(image);
      await image.decode();
    }
  }

  window.pictures = { draw: draw, onScreen: onScreen, takenAway: takenAway, sheet: sheet, figureOf: figureOf };
}());
