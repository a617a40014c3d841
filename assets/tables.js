/* Tables: an element with data-table holds the cells as data and gets a table built in it, from text alone. */
(function () {
  "use strict";

  const element = window.safeguarding.element;

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
    const table = element("table", content.stacks ? "data-table data-table-stacks" : "data-table");
    table.appendChild(element("caption", content.hidden ? "visually-hidden" : "", content.caption));
    table.appendChild(header(content.columns));
    const body = element("tbody");
    content.rows.forEach(function (cells) { body.appendChild(line(cells, content.columns)); });
    table.appendChild(body);
    holder.setAttribute("aria-label", content.caption);
    holder.replaceChildren(table);
    show(holder);
  }

  /* The browser looked for the address's #part before its table was there. */
  function show(holder) {
    const name = window.location.hash.slice(1);
    const wanted = name && document.getElementById(name);
    if (wanted && holder.contains(wanted)) { wanted.scrollIntoView(); }
  }

  window.safeguarding.table = build;
  window.safeguarding.draws("data-table", build);
}());
