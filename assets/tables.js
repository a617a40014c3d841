/* Tables: an element with data-table holds the cells as data and gets a table built in it, from text alone. */
(function () {
  "use strict";

  const element = window.safeguarding.element;
  const contents = new WeakMap();

  /* A part is text, or {text, href, look, id, title}. */
  function piece(part) {
    if (typeof part === "string") { return document.createTextNode(part); }
    const made = element(part.href ? "a" : "span", part.look, part.text);
    if (part.href) { made.setAttribute("href", part.href); }
    if (part.id) { made.id = part.id; }
    if (part.title) { made.title = part.title; }
    return made;
  }

  /* A cell is text, or a list of parts, each on a line of its own. */
  function fill(cell, content) {
    if (typeof content === "string") { cell.textContent = content; return cell; }
    content.forEach(function (part) {
      const line = element("div");
      line.appendChild(piece(part));
      cell.appendChild(line);
    });
    return cell;
  }

  function header(columns) {
    const row = element("tr");
    columns.forEach(function (column) {
      const cell = element("th", column[1] ? "number" : "", column[0]);
      cell.scope = "col";
      row.appendChild(cell);
    });
    const head = element("thead");
    head.appendChild(row);
    return head;
  }

  function line(cells, columns) {
    const row = element("tr");
    cells.forEach(function (content, i) {
      const cell = element(i === 0 ? "th" : "td", columns[i][1] ? "number" : "");
      if (i === 0) { cell.scope = "row"; } else { cell.dataset.column = columns[i][0]; }
      row.appendChild(fill(cell, content));
    });
    return row;
  }

  function build(holder, content) {
    contents.set(holder, content);
    const table = element("table", content.stacks ? "data-table data-table-stacks" : "data-table");
    const caption = element("caption", content.hidden ? "visually-hidden" : "");
    caption.appendChild(element("span", "", content.caption));
    table.appendChild(caption);
    table.appendChild(header(content.columns));
    const body = element("tbody");
    content.rows.forEach(function (cells) { body.appendChild(line(cells, content.columns)); });
    table.appendChild(body);
    holder.setAttribute("aria-label", content.caption);
    if (content.latest) { holder.dataset.latest = ""; } else { delete holder.dataset.latest; }
    holder.replaceChildren(table);
    show(holder);
  }

  /* What is seen first of a table wider than its place are the latest years, and none of them in part: half a number
     beside the names, which stay in sight, would read as another. */
  function toLatest(holder) {
    const heads = Array.from(holder.querySelectorAll("thead th"));
    const most = holder.scrollWidth - holder.clientWidth;
    if (!heads.length || most <= 0) { return; }
    const starts = heads.slice(1).map(function (head) { return head.offsetLeft - heads[0].offsetWidth; });
    const start = starts.find(function (left) { return left >= most; });
    const last = heads[heads.length - 1];
    if (start !== undefined) { last.style.minWidth = last.offsetWidth + start - most + "px"; }
    holder.scrollLeft = holder.scrollWidth;
  }

  function within(place) {
    place.querySelectorAll("[data-latest]").forEach(function (holder) {
      if (!holder.closest("details:not([open])")) { toLatest(holder); }
    });
  }

  document.addEventListener("shown", function () { within(document); });
  document.addEventListener("toggle", function (event) { if (event.target.open) { within(event.target); } }, true);

  /* The browser looked for the address's #part before its table was there. */
  function show(holder) {
    const name = window.location.hash.slice(1);
    const wanted = name && document.getElementById(name);
    if (wanted && holder.contains(wanted)) { wanted.scrollIntoView(); }
  }

  /* The content of a table that is there, its columns in so many parts, each with the names. */
  function parted(holder, count) {
    const content = contents.get(holder);
    const each = Math.ceil((content.columns.length - 1) / count);
    return Array.from({ length: count }, function (_, i) {
      function part(cells) { return cells.slice(0, 1).concat(cells.slice(1 + i * each, 1 + (i + 1) * each)); }
      return Object.assign({}, content, { columns: part(content.columns), rows: content.rows.map(part), latest: false });
    });
  }

  window.safeguarding.table = build;
  window.safeguarding.parted = parted;
  window.safeguarding.draws("data-table", build);
}());
