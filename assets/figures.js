/*
The figures of a table as columns of numbers. What else a cell says, a reason why there is no number, a qualifier, of how
many an average is, goes to a column of remarks of its own; the two ends of an interval to columns, or rows, of their own.
*/
(function () {
  "use strict";

  const NUMBER = "[-+\u2212]?\\d[\\d,]*(?:\\.\\d+)?";
  const SINGLE = new RegExp("^(?:(approximately|just over|over|almost|below|under) )?(" + NUMBER + ")(%?)(?: \\((.+)\\))?$");
  const RANGE = new RegExp("^(" + NUMBER + ")%? to (" + NUMBER + ")(%?)$");

  function plain(text) { return text.replace(/,/g, "").replace(/^\+/, "").replace("\u2212", "-"); }

  /* A cell of a column of numbers: its number as digits, the two ends of a range, and what else it says. */
  function read(text) {
    const range = RANGE.exec(text);
    if (range) { return { ends: [plain(range[1]), plain(range[2])], isShare: range[3] === "%", remark: "" }; }
    const found = SINGLE.exec(text);
    if (!found) { return { number: "", remark: text || "no figure" }; }
    return { number: plain(found[2]), isShare: found[3] === "%", remark: [found[1], found[4]].filter(Boolean).join("; ") };
  }

  /* A row of nothing but intervals, as lines over time have it, is two rows of numbers. */
  function parted(row, isNumber) {
    const cells = row.filter(function (_, i) { return isNumber[i]; });
    const isInterval = cells.some(function (cell) { return cell.ends; });
    if (!isInterval || cells.some(function (cell) { return cell.number; })) { return [row]; }
    return ["lower", "upper"].map(function (name, end) {
      return row.map(function (cell, i) {
        if (i === 0) { return cell + ", " + name; }
        return isNumber[i] && cell.ends ? { number: cell.ends[end], isShare: cell.isShare, remark: "" } : cell;
      });
    });
  }

  function column(rows, i) { return rows.map(function (row) { return row[i]; }); }

  /* The columns that one column of numbers becomes: its numbers, or the ends of its intervals. */
  function numbers(head, cells) {
    if (!cells.some(function (cell) { return cell.ends; })) {
      return [[head].concat(cells.map(function (cell) { return cell.number; }))];
    }
    return ["lower", "upper"].map(function (name, end) {
      return [head + ", " + name].concat(cells.map(function (cell) { return cell.ends ? cell.ends[end] : cell.number || ""; }));
    });
  }

  function remarks(head, cells) {
    const said = cells.map(function (cell) { return cell.remark; });
    return said.some(Boolean) ? [[head + ", remark"].concat(said)] : [];
  }

  /* Of rows whose numbers are shares, and of those whose are not, where a table has any and names no units itself. */
  function units(heads, rows, isNumber) {
    if (heads.indexOf("Unit") >= 0) { return []; }
    const said = rows.map(function (row) {
      return row.some(function (cell, i) { return isNumber[i] && cell.isShare; }) ? "%" : "number";
    });
    return said.indexOf("%") < 0 ? [] : [["Unit"].concat(said)];
  }

  /* Rows of text, the first of them the headings, to rows of text: the columns as they stand, then units, then remarks. */
  function figures(lines, isNumber) {
    const heads = lines[0];
    const rows = lines.slice(1).flatMap(function (line) {
      return parted(line.map(function (text, i) { return isNumber[i] ? read(text) : text; }), isNumber);
    });
    const main = heads.flatMap(function (head, i) {
      return isNumber[i] ? numbers(head, column(rows, i)) : [[head].concat(column(rows, i))];
    });
    const said = heads.flatMap(function (head, i) { return isNumber[i] ? remarks(head, column(rows, i)) : []; });
    const columns = main.concat(units(heads, rows, isNumber), said);
    return columns[0].map(function (_, r) { return columns.map(function (one) { return one[r]; }); });
  }

  window.safeguarding = Object.assign(window.safeguarding || {}, { figures: figures });
}());
