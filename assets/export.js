/*
Pictures and figures of a chart, made in the browser.

A button with data-export="png2|png3|page|svg|copy|csv" inside figure.chart. Pictures are composed anew from the graph's data
and layout with the title, subtitle and source of layout.meta, at a fixed size, with the product's typeface inside.
A figure without a graph (a table) may carry data-title, data-subtitle, data-source and data-filename itself.
*/
(function () {
  "use strict";

  /*
  A slide is laid out at 960 wide and shown at 1280, so that text drawn at 14 reads at 19 on it. A page's text is about
  16 cm wide: laid out at 640, text drawn at 14 reads at 10 points there.
  */
  var SLIDE = { layout: 960, height: 540, width: 1280 };
  var PAGE = { layout: 640, height: 400, width: 640 };
  var SHAPES = { slide: SLIDE, page: PAGE };
  var LEAST = 340; /* what a chart needs for its labels to stand apart: MIN_HEIGHT of components/theme.py */
  var EDGE = 32;
  var INK = "#17212b";
  var MUTED = "#4a5866";
  var FAMILY = "Safeguarding Sans";
  var STACK = "'" + FAMILY + "', 'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
  var TITLE = { size: 24, line: 30, weight: 600, color: INK };
  var SUBTITLE = { size: 16, line: 22, weight: 400, color: MUTED };
  var FOOT = { size: 14, line: 19, weight: 400, color: MUTED };
  var FONT_FILE = new URL("fonts/safeguarding-sans-3.052.woff2", document.currentScript.src).href;

  var fontRule = null;

  /* Words ------------------------------------------------------------------------------------- */

  /* London's day, wherever the browser is: data/clock.py says the server's. */
  function today() {
    return new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "Europe/London" });
  }

  function describe(figure) {
    var graph = figure.querySelector(".js-plotly-plot");
    var meta = (graph && graph.layout && graph.layout.meta) || {};
    var data = figure.dataset;
    var source = meta.source || data.source || "";
    if (source && !/^source/i.test(source)) { source = "Source: " + source; }
    return {
      title: meta.title || data.title || document.title,
      subtitle: meta.subtitle || data.subtitle || "",
      source: source,
      made: "made on " + today(),
      filename: (meta.filename || data.filename || "figures").replace(/[^\w.-]+/g, "-"),
      height: meta.height || 0
    };
  }

  function escapeText(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  /* Lines no wider than the picture, measured in the typeface they are drawn in. */
  function wrap(text, style, width) {
    var pen = document.createElement("canvas").getContext("2d");
    pen.font = style.weight + " " + style.size + "px " + STACK;
    var lines = [];
    text.split(/\s+/).filter(Boolean).forEach(function (word) {
      var longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && pen.measureText(longer).width <= width) {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    });
    return lines;
  }

  /* Pictures ---------------------------------------------------------------------------------- */

  function block(lines, style, y, anchor, shift, left) {
    var words = lines.map(escapeText).join("<br>");
    return {
      text: style.weight > 400 ? "<b>" + words + "</b>" : words,
      xref: "paper", yref: "paper", x: 0, y: y, xanchor: "left", yanchor: anchor, xshift: EDGE - left, yshift: shift,
      showarrow: false, align: "left", font: { family: STACK, size: style.size, color: style.color }
    };
  }

  /* The graph's own layout with room above and below for the words that let it stand alone. */
  function compose(graph, words, shape) {
    var layout = JSON.parse(JSON.stringify(graph.layout));
    var room = shape.layout - 2 * EDGE;
    var title = wrap(words.title, TITLE, room);
    var subtitle = wrap(words.subtitle, SUBTITLE, room);
    var foot = wrap(words.source ? words.source + " · " + words.made : words.made, FOOT, room);
    var own = Object.assign({ l: 60, r: 60, t: 20, b: 40 }, layout.margin);
    var head = EDGE + title.length * TITLE.line + subtitle.length * SUBTITLE.line + 16;
    var tail = 14 + foot.length * FOOT.line + EDGE - 8;
    var margin = { l: own.l + EDGE, r: own.r + EDGE, t: own.t + head, b: own.b + tail, pad: 0, autoexpand: false };
    var height = Math.max(shape.height, Math.max(words.height, LEAST) + head + tail);
    layout.annotations = (layout.annotations || []).concat([
      block(title, TITLE, 1, "top", margin.t - EDGE + 8, margin.l),
      block(subtitle, SUBTITLE, 1, "top", margin.t - EDGE - title.length * TITLE.line, margin.l),
      block(foot, FOOT, 0, "bottom", EDGE - 12 - margin.b, margin.l)
    ]);
    return {
      data: JSON.parse(JSON.stringify(graph.data)),
      layout: Object.assign(layout, { margin: margin, width: shape.layout, height: height, autosize: false }),
      config: { staticPlot: true, displayModeBar: false, responsive: false },
      height: height
    };
  }

  /* What a figure's picture of a shape, "slide" or "page", is drawn from. */
  function composed(figure, shape) {
    return compose(figure.querySelector(".js-plotly-plot"), describe(figure), SHAPES[shape]);
  }

  /* The typeface as a rule to put into a picture, read once. */
  function fontFace() {
    fontRule = fontRule || fetch(FONT_FILE).then(function (answer) {
      if (!answer.ok) { throw new Error("the typeface could not be loaded"); }
      return answer.arrayBuffer();
    }).then(function (buffer) {
      var bytes = new Uint8Array(buffer);
      var text = "";
      for (var i = 0; i < bytes.length; i += 8192) {
        text += String.fromCharCode.apply(null, bytes.subarray(i, i + 8192));
      }
      return '@font-face{font-family:"' + FAMILY + '";font-weight:400 600;src:url("data:font/woff2;base64,' +
        window.btoa(text) + '") format("woff2")}';
    }).catch(function (error) {
      fontRule = null;
      throw error;
    });
    return fontRule;
  }

  function facesReady() {
    return Promise.all([400, 600].map(function (weight) {
      return document.fonts.load(weight + ' 16px "' + FAMILY + '"');
    }));
  }

  /* The picture as SVG text with the typeface inside. */
  function picture(figure, shape) {
    var graph = figure.querySelector(".js-plotly-plot");
    if (!graph || !window.Plotly) { return Promise.reject(new Error("there is no chart here to make a picture of")); }
    var words = describe(figure);
    return Promise.all([fontFace(), facesReady()]).then(function (ready) {
      var spec = compose(graph, words, shape);
      var size = { format: "svg", width: shape.layout, height: spec.height, imageDataOnly: true };
      return window.Plotly.toImage(spec, size).then(function (svg) {
        var high = Math.round(spec.height * shape.width / shape.layout);
        return { svg: finished(svg, shape, spec.height, high, ready[0], words), width: shape.width, height: high, words: words };
      });
    });
  }

  function finished(svg, shape, height, high, rule, words) {
    var page = new DOMParser().parseFromString(svg, "image/svg+xml");
    var root = page.documentElement;
    var name = "http://www.w3.org/2000/svg";
    root.setAttribute("width", shape.width);
    root.setAttribute("height", high);
    root.setAttribute("viewBox", "0 0 " + shape.layout + " " + height);
    root.setAttribute("role", "img");
    var title = page.createElementNS(name, "title");
    title.textContent = words.title;
    root.insertBefore(title, root.firstChild);
    /* As text: the policy of this page, which the parsed picture inherits, allows no style of its own. */
    return new XMLSerializer().serializeToString(page).replace("<title>", "<style>" + rule + "</style><title>");
  }

  function loaded(address) {
    var image = new Image();
    image.src = address;
    return image.decode().then(function () { return image; });
  }

  /* Drawn through an img, twice: some browsers take up a picture's own typeface only by the second time. */
  function raster(drawn, scale) {
    var address = URL.createObjectURL(new Blob([drawn.svg], { type: "image/svg+xml;charset=utf-8" }));
    var canvas = document.createElement("canvas");
    canvas.width = drawn.width * scale;
    canvas.height = drawn.height * scale;
    var pen = canvas.getContext("2d");
    function draw(image) {
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return image;
    }
    return loaded(address).then(draw).then(function (image) {
      return new Promise(function (done) { window.setTimeout(function () { done(image); }, 60); });
    }).then(draw).then(function () {
      return new Promise(function (done, failed) {
        canvas.toBlob(function (blob) {
          if (blob) { done(blob); } else { failed(new Error("the picture is too large for this browser")); }
        }, "image/png");
      });
    }).finally(function () { URL.revokeObjectURL(address); });
  }

  function save(blob, filename) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = filename;
    link.hidden = true;
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    return filename;
  }

  function png(scale, shape, suffix) {
    return function (figure) {
      return picture(figure, shape).then(function (drawn) {
        return raster(drawn, scale).then(function (blob) {
          return "Saved as " + save(blob, drawn.words.filename + suffix + ".png");
        });
      });
    };
  }

  function svg(figure) {
    return picture(figure, SLIDE).then(function (drawn) {
      var blob = new Blob([drawn.svg], { type: "image/svg+xml;charset=utf-8" });
      return "Saved as " + save(blob, drawn.words.filename + ".svg");
    });
  }

  function copy(figure) {
    if (!navigator.clipboard || !window.ClipboardItem) {
      return Promise.reject(new Error("this browser does not allow copying pictures here; download the picture instead"));
    }
    /* The item takes a promise, so that the click still counts as the user's when the picture is ready. */
    var made = picture(figure, SLIDE).then(function (drawn) { return raster(drawn, 2); });
    return navigator.clipboard.write([new ClipboardItem({ "image/png": made })]).then(
      function () { return "Picture copied"; },
      function (error) {
        if (error && error.name !== "NotAllowedError") { throw error; }
        throw new Error("the browser did not allow copying; download the picture instead");
      }
    );
  }

  /* Figures ----------------------------------------------------------------------------------- */

  function cellText(cell) {
    var shown = cell.cloneNode(true);
    shown.querySelectorAll(".visually-hidden, [hidden]").forEach(function (node) { node.remove(); });
    return shown.textContent.replace(/\s+/g, " ").trim();
  }

  /* A cell that a spreadsheet could take for a formula gets a leading apostrophe; numbers stay numbers. */
  function guarded(text) {
    var number = /^[-+\u2212]?(\d[\d,]*)?(\.\d+)?%?$/.test(text) && /\d/.test(text);
    return /^[=+\-@\t\r]/.test(text) && !number ? "'" + text : text;
  }

  function quoted(text) {
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  /* Rows as shown; a cell that spans several is followed by empty ones. */
  function tableRows(table) {
    var rows = [];
    Array.prototype.forEach.call(table.rows, function (row, r) {
      rows[r] = rows[r] || [];
      var column = 0;
      Array.prototype.forEach.call(row.cells, function (cell) {
        while (rows[r][column] !== undefined) { column += 1; }
        for (var down = 0; down < (cell.rowSpan || 1) && r + down < table.rows.length; down += 1) {
          rows[r + down] = rows[r + down] || [];
          for (var across = 0; across < (cell.colSpan || 1); across += 1) {
            rows[r + down][column + across] = down || across ? "" : cellText(cell);
          }
        }
        column += cell.colSpan || 1;
      });
    });
    return rows;
  }

  function csv(figure) {
    window.safeguarding.tabulate(figure);
    var table = figure.querySelector("table");
    if (!table) { return Promise.reject(new Error("there is no table here to download")); }
    var words = describe(figure);
    var isNumber = Array.from(table.tHead.rows[0].cells, function (head) { return head.classList.contains("number"); });
    /* In the column of names, so that no column of numbers holds words. */
    var about = [words.title, words.subtitle, words.source, "Made on " + today()].filter(Boolean);
    var rows = window.safeguarding.figures(tableRows(table), isNumber).concat(
      [[]], about.map(function (text) { return [text]; })
    );
    var text = rows.map(function (row) {
      return Array.from(row, function (cell) { return quoted(guarded(cell || "")); }).join(",");
    }).join("\r\n") + "\r\n";
    var blob = new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" });
    return Promise.resolve("Saved as " + save(blob, words.filename + ".csv"));
  }

  /* Buttons ----------------------------------------------------------------------------------- */

  var ACTIONS = { png2: png(2, SLIDE, ""), png3: png(3, SLIDE, "_3x"), page: png(3, PAGE, "_page"), svg: svg, copy: copy, csv: csv };

  function status(button) {
    var row = button.closest(".chart-actions") || button.parentElement;
    var place = row.querySelector(".chart-status");
    if (!place) {
      place = document.createElement("span");
      place.className = "chart-status";
      row.appendChild(place);
    }
    return place;
  }

  function show(place, text, failed) {
    place.textContent = text;
    place.classList.toggle("chart-status-error", Boolean(failed));
    window.clearTimeout(Number(place.dataset.timer));
    if (text && !failed) {
      place.dataset.timer = window.setTimeout(function () { place.textContent = ""; }, 8000);
    }
  }

  function run(button) {
    var figure = button.closest("figure.chart");
    var action = ACTIONS[button.dataset.export];
    if (!figure || !action || button.getAttribute("aria-disabled") === "true") { return; }
    var place = status(button);
    button.setAttribute("aria-disabled", "true");
    show(place, button.dataset.export === "csv" ? "" : "Making the picture…");
    action(figure).then(function (text) {
      show(place, text);
      window.safeguarding.announce(text);
    }).catch(function (error) {
      var text = "That did not work: " + ((error && error.message) || "the browser refused") + ".";
      show(place, text, true);
      window.safeguarding.announce(text);
    }).finally(function () { button.removeAttribute("aria-disabled"); });
  }

  /* The picture itself, as text. */
  function pictured(figure, shape) {
    return picture(figure, SHAPES[shape]).then(function (drawn) { return drawn.svg; });
  }

  window.safeguarding = Object.assign(window.safeguarding || {}, { composed: composed, pictured: pictured, today: today });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-export]");
    if (button) { run(button); }
  });
})();
