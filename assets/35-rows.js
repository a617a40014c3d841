/*
A chart of many rows in parts, for a slide or a page that does not hold them all. Its y axis counts px down from the
first row (components/charts/profile.py): each row has a tick in its middle and a hairline at its foot.
*/
(function () {
  "use strict";

  const RULE = /M0,([\d.]+)H1/g;

  function isRules(shape) { return shape.yref === "y" && shape.type === "path"; }

  /* The feet of the rows, the top of the first before them; null for a chart that is not made of rows. */
  function edges(layout) {
    const axis = layout.yaxis || {};
    const rules = (layout.shapes || []).filter(isRules).map(function (shape) { return shape.path; }).join(" ");
    const found = Array.from(rules.matchAll(RULE), function (match) { return Number(match[1]); });
    const isRows = axis.range && axis.range[1] === 0 && found.length > 0 && found.length + 1 === (axis.tickvals || []).length;
    return isRows ? [0].concat(found, axis.range[0]) : null;
  }

  /* First row and the one after the last, of as many parts as it takes with this room for each. */
  function filled(feet, room) {
    const parts = [];
    for (let row = 0; row < feet.length - 1; row += 1) {
      const last = parts[parts.length - 1];
      if (last && feet[row + 1] - feet[last[0]] <= room) { last[1] = row + 1; } else { parts.push([row, row + 1]); }
    }
    return parts;
  }

  /* As few parts as there is room for, and those about equally high. */
  function shared(feet, room) {
    const fewest = filled(feet, room).length;
    for (let high = feet[feet.length - 1] / fewest; high < room; high += 4) {
      const parts = filled(feet, high);
      if (parts.length === fewest) { return parts; }
    }
    return filled(feet, room);
  }

  /* A trace's points from one foot to another, in whatever lists it has; the words over the first row go with it. */
  function within(trace, from, to) {
    const keep = trace.y.map(function (y) { return y === null || y === 0 || (y > from && y < to); });
    function thinned(value) {
      if (Array.isArray(value)) { return value.length === keep.length ? value.filter(function (_, i) { return keep[i]; }) : value; }
      if (value === null || typeof value !== "object") { return value; }
      return Object.fromEntries(Object.entries(value).map(function (entry) { return [entry[0], thinned(entry[1])]; }));
    }
    const made = thinned(trace);
    made.y = made.y.map(function (y) { return y === 0 ? from : y; });
    return made;
  }

  function ruled(shape, from, to) {
    const path = Array.from(shape.path.matchAll(RULE)).filter(function (match) { return match[1] > from && match[1] < to; });
    return Object.assign({}, shape, { path: path.map(function (match) { return match[0]; }).join(" ") });
  }

  function part(spec, feet, rows) {
    const from = feet[rows[0]];
    const to = feet[rows[1]];
    const layout = spec.layout;
    const axis = Object.assign({}, layout.yaxis, {
      range: [to, from], tickvals: layout.yaxis.tickvals.slice(rows[0], rows[1]), ticktext: layout.yaxis.ticktext.slice(rows[0], rows[1])
    });
    const shapes = layout.shapes.map(function (shape) { return isRules(shape) ? ruled(shape, from, to) : shape; })
      .filter(function (shape) { return shape.path !== ""; });
    const height = Math.ceil(layout.meta.height - feet[feet.length - 1] + to - from);
    return {
      data: spec.data.map(function (trace) { return within(trace, from, to); }),
      layout: Object.assign({}, layout, { yaxis: axis, shapes: shapes, height: height, meta: Object.assign({}, layout.meta, { height: height }) })
    };
  }

  /* The chart in parts at most `high`, each data and layout; one alone where it fits, none where it cannot be parted. */
  function parts(graph, high) {
    const spec = JSON.parse(JSON.stringify({ data: graph.data, layout: graph.layout }));
    const needed = (spec.layout.meta || {}).height || 0;
    if (needed <= high) { return [spec]; }
    const feet = edges(spec.layout);
    const room = feet ? high - (needed - feet[feet.length - 1]) : 0;
    const tallest = feet ? Math.max(...feet.slice(1).map(function (foot, i) { return foot - feet[i]; })) : Infinity;
    return tallest <= room ? shared(feet, room).map(function (rows) { return part(spec, feet, rows); }) : [];
  }

  window.safeguarding.parts = parts;
}());
