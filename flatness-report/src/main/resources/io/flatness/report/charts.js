/* From a figure, plain data, to the option of Apache ECharts: the one place that says how pictures look, in the page and as files. */
var flatness = (function () {
  'use strict';
  // Okabe and Ito's palette: told apart by people of every colour vision.
  var COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8a6d00', '#7f7f7f'];
  var WORDS = { invariant: '#7fc8a9', changed: '#f0a35e', undecided: '#c9c9c9' };
  // Seen on every colour of HEAT.
  var ON_SURFACES = ['#c9c9c9', '#ff3b30', '#ff9f0a', '#ff7ad9', '#00c8ff', '#b8f34a', '#c9c9c9', '#ff3b30'];
  var BANDS = 14;
  var HEAT = ['#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'];
  var SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

  function number(value, digits) {
    if (typeof value !== 'number') return value === 'Infinity' ? '∞' : value === '-Infinity' ? '−∞' : String(value);
    if (value === 0) return '0';
    var size = Math.abs(value);
    if (size >= 1e-3 && size < 1e6) return String(parseFloat(value.toPrecision(digits))).replace('-', '−');
    var parts = value.toExponential(digits - 1).split('e');
    var exponent = parseInt(parts[1], 10);
    var power = '10' + (exponent < 0 ? '⁻' : '') + String(Math.abs(exponent)).split('').map(function (digit) {
      return SUPERSCRIPTS.charAt(Number(digit));
    }).join('');
    var mantissa = String(parseFloat(parts[0])).replace('-', '−');
    return mantissa === '1' ? power : mantissa + '×' + power;
  }

  function theme(dark) {
    return dark
      ? { text: '#e4e6eb', quiet: '#9aa0aa', line: '#3a3f4a', back: '#16181d' }
      : { text: '#1b1d22', quiet: '#5c6370', line: '#dfe2e8', back: '#ffffff' };
  }

  function lowest(all) {
    return all.reduce(function (a, b) { return Math.min(a, b); }, Infinity);
  }

  function highest(all) {
    return all.reduce(function (a, b) { return Math.max(a, b); }, -Infinity);
  }

  function values(figure, index) {
    var all = index === 1 && figure.reference ? [figure.reference.value] : [];
    figure.series.forEach(function (series) {
      if (series.kind === 'levels') return;
      var corners = series.kind === 'boxes' || series.kind === 'segments' ? [index, index + 2] : [index];
      (series.data || []).forEach(function (point) {
        corners.forEach(function (corner) { if (isFinite(point[corner])) all.push(Number(point[corner])); });
      });
    });
    return all;
  }

  /* A logarithmic axis where it was asked for, all values allow it, and they span enough to need it. */
  function logarithmic(axis, all) {
    if (axis.scale !== 'log' || all.length === 0) return false;
    var low = lowest(all), high = highest(all);
    return low > 0 && high / low > 4;
  }

  function decades(value) {
    return Math.log(value) / Math.LN10;
  }

  /* A round number a little beyond the smallest or the largest value. */
  function edge(all, side) {
    var low = lowest(all), high = highest(all);
    // What rounding alone moves is one value, not a landscape.
    var span = high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)) ? high - low : Math.abs(high) || 1;
    var step = Math.pow(10, Math.floor(decades(span)) - 1);
    return side < 0 ? (low >= 0 && low < span * 0.3 ? 0 : Math.floor((low - 0.04 * span) / step) * step) : Math.ceil((high + 0.04 * span) / step) * step;
  }

  function axis(of, colours, all, vertical) {
    var categories = of.categories;
    var log = !categories && logarithmic(of, all);
    var narrow = vertical ? 62 : 26;
    return {
      type: categories ? 'category' : log ? 'log' : 'value',
      data: categories,
      inverse: !!(categories && vertical),
      name: of.label, nameLocation: 'middle', nameGap: categories && vertical ? 8 : narrow,
      nameTextStyle: { color: colours.text, fontSize: 12 },
      scale: true,
      min: categories || !all.length ? undefined : log ? Math.pow(10, Math.floor(decades(lowest(all)) + 1e-9)) : edge(all, -1),
      max: categories || !all.length ? undefined : log ? Math.pow(10, Math.ceil(decades(highest(all)) - 1e-9)) : edge(all, 1),
      axisLine: { show: true, onZero: false, lineStyle: { color: colours.quiet } },
      axisTick: { show: !categories },
      axisLabel: {
        color: colours.quiet, fontSize: 11, hideOverlap: true, interval: categories ? 0 : undefined,
        rotate: categories && !vertical && categories.length > 3 ? 30 : 0,
        formatter: categories ? undefined : function (value) { return number(value, 3); }
      },
      splitLine: { show: !categories, lineStyle: { color: colours.line } }
    };
  }

  function symbol(mark) {
    return mark === 'lower-bound' || mark === 'upper-bound' ? 'triangle' : 'circle';
  }

  function line(series, colour, colours) {
    var plain = series.kind === 'curve';
    return {
      name: series.name, type: series.kind === 'points' ? 'scatter' : 'line', color: colour, showSymbol: !plain, symbolSize: series.kind === 'points' ? 9 : 7,
      lineStyle: { width: plain ? 1.8 : 1.5, type: series.dashed ? 'dashed' : 'solid' }, smooth: false,
      areaStyle: series.area ? { opacity: 0.15 } : undefined,
      data: series.data.map(function (point) {
        return { value: point, symbol: symbol(point[3]), symbolRotate: point[3] === 'upper-bound' ? 180 : 0 };
      })
    };
  }

  /* Standard errors as bars through the points. */
  function errors(series, colour) {
    var some = series.data.filter(function (point) { return point[2] > 0; });
    if (series.kind === 'curve' || some.length === 0) return null;
    return {
      name: series.name, type: 'custom', silent: true, color: colour, z: 1,
      data: some.map(function (point) { return [point[0], point[1] - point[2], point[1] + point[2]]; }),
      encode: { x: 0, y: [1, 2] },
      renderItem: function (params, api) {
        var low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
        return { type: 'line', shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: colour, lineWidth: 1.4 } };
      }
    };
  }

  function unbounded(value) {
    return value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : value;
  }

  /* One horizontal bar a row, from low to high, with the value on it; an end without bound runs to the edge. */
  function intervals(series, colour, row, rows) {
    return {
      name: series.name, type: 'custom', color: colour, encode: { x: [1, 2, 3], y: 0 },
      data: series.data.map(function (each, i) { return [each.length > 3 ? each[3] : i, unbounded(each[0]), unbounded(each[1]), unbounded(each[2])]; }),
      renderItem: function (params, api) {
        var area = params.coordSys, at = api.coord([api.value(3), api.value(0)]);
        var height = api.size([0, 1])[1];
        var y = at[1] + (rows > 1 ? (row - (rows - 1) / 2) * Math.min(14, height / (rows + 1)) : 0);
        var low = isFinite(api.value(1)) ? api.coord([api.value(1), api.value(0)])[0] : area.x;
        var high = isFinite(api.value(2)) ? api.coord([api.value(2), api.value(0)])[0] : area.x + area.width;
        var open = { type: 'polygon', shape: { points: [[high, y], [high - 9, y - 5], [high - 9, y + 5]] }, style: { fill: colour } };
        var children = [
          { type: 'line', shape: { x1: low, y1: y, x2: high, y2: y }, style: { stroke: colour, lineWidth: 3, opacity: 0.6 } },
          { type: 'circle', shape: { cx: at[0], cy: y, r: 4.5 }, style: { fill: colour } }
        ];
        if (!isFinite(api.value(2))) children.push(open);
        return { type: 'group', children: children };
      }
    };
  }

  function cells(series, figure, colours) {
    var words = series.data.some(function (cell) { return typeof cell[2] === 'string'; });
    return {
      name: series.name, type: 'heatmap', animation: false,
      data: series.data.map(function (cell) {
        if (!words) return cell;
        var word = String(cell[2]).split(' ')[0];
        return { value: [cell[0], cell[1], 0], word: cell[2], itemStyle: { color: WORDS[word] || colours.line, borderColor: colours.back, borderWidth: 2 } };
      }),
      label: {
        show: words && figure.x.categories.length <= 9, color: '#1b1d22', fontSize: 11,
        formatter: function (params) { return params.data.word ? String(params.data.word).split(' ')[0] : ''; }
      }
    };
  }

  function boxes(series, colour) {
    return {
      name: series.name, type: 'custom', color: colour, encode: { x: [0, 2], y: [1, 3] }, data: series.data,
      renderItem: function (params, api) {
        var a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(2), api.value(3)]);
        return {
          type: 'rect', shape: { x: Math.min(a[0], b[0]), y: Math.min(a[1], b[1]), width: Math.max(1, Math.abs(b[0] - a[0])), height: Math.max(1, Math.abs(b[1] - a[1])) },
          style: { fill: colour, opacity: 0.35, stroke: colour }
        };
      }
    };
  }

  function segments(series, colour) {
    return {
      name: series.name, type: 'custom', color: colour, silent: true, encode: { x: [0, 2], y: [1, 3] }, data: series.data.slice(0, 1),
      renderItem: function (params, api) {
        var path = series.data.map(function (ends) { return stroke(api.coord([ends[0], ends[1]]), api.coord([ends[2], ends[3]])); }).join('');
        return { type: 'path', shape: { pathData: path }, style: { fill: 'none', stroke: colour, lineWidth: 1.2 } };
      }
    };
  }

  function stroke(a, b) {
    return 'M' + a[0].toFixed(1) + ' ' + a[1].toFixed(1) + 'L' + b[0].toFixed(1) + ' ' + b[1].toFixed(1);
  }

  /* A surface as numbers: its grid, and from a value to a share of the range: even steps of the logarithm where the range spans
     orders of magnitude, of the square root where it begins near zero. */
  function terrain(figure) {
    var rows = figure.series.filter(function (series) { return series.kind === 'surface'; })[0].data;
    var columns = 1;
    while (columns < rows.length && rows[columns][1] === rows[0][1]) columns++;
    var finite = rows.map(function (row) { return row[2]; }).filter(isFinite);
    var range = figure.range || [lowest(finite), highest(finite)];
    // A minimum of zero has any depth between the points of a grid: beyond five orders of magnitude it counts as one.
    var low = range[0], high = range[1], log = low > 0 && high / low > 50 && high / low < 1e5;
    var share = function (value) {
      if (!isFinite(value) || value >= high) return 1;
      if (high <= low || value <= low) return 0;
      return log ? Math.log(value / low) / Math.log(high / low) : Math.sqrt((value - low) / (high - low));
    };
    var value = function (part) {
      return log ? low * Math.pow(high / low, part) : low + (high - low) * part * part;
    };
    return { rows: rows, columns: columns, lines: rows.length / columns, share: share, value: value, flat: high <= low };
  }

  function shade(part) {
    var at = Math.max(0, Math.min(1, part)) * (HEAT.length - 1), i = Math.min(HEAT.length - 2, Math.floor(at)), t = at - i;
    var mixed = [1, 3, 5].map(function (place) {
      return Math.round((1 - t) * parseInt(HEAT[i].substr(place, 2), 16) + t * parseInt(HEAT[i + 1].substr(place, 2), 16));
    });
    return 'rgb(' + mixed.join(',') + ')';
  }

  function band(part) {
    return Math.min(BANDS - 1, Math.floor(part * BANDS));
  }

  /* The bands of a surface as cells; those of a row that have one colour are one cell where nobody can ask for their values. */
  function bands(ground, still) {
    var cells = [];
    for (var j = 0; j < ground.lines; j++) {
      for (var i = 0; i < ground.columns; i++) {
        var row = ground.rows[j * ground.columns + i], last = cells[cells.length - 1], colour = band(ground.share(row[2]));
        if (still && i > 0 && last[4] === colour) last[1] = row[0];
        else cells.push([row[0], row[0], row[1], row[2], colour]);
      }
    }
    return cells;
  }

  function plain(name, ground, still) {
    return still ? drawn(name, ground) : asked(name, ground);
  }

  /* A path a band: few shapes, for files. */
  function drawn(name, ground) {
    var half = halves(ground);
    var cells = bands(ground, true);
    return {
      name: name, type: 'custom', z: 0, silent: true, encode: { x: 0, y: 1 },
      data: Array.apply(null, { length: BANDS }).map(function (none, i) { return [ground.rows[0][0], ground.rows[0][1], 0, 0, i]; }),
      renderItem: function (params, api) {
        var area = params.coordSys, origin = api.coord([0, 0]), unit = api.coord([1, 1]), path = '';
        var ux = unit[0] - origin[0], uy = unit[1] - origin[1];
        cells.forEach(function (cell) {
          if (cell[4] !== api.value(4)) return;
          var left = Math.max(area.x, origin[0] + (cell[0] - half[0]) * ux), right = Math.min(area.x + area.width, origin[0] + (cell[1] + half[0]) * ux + 0.5);
          var top = Math.max(area.y, origin[1] + (cell[2] + half[1]) * uy), bottom = Math.min(area.y + area.height, origin[1] + (cell[2] - half[1]) * uy + 0.5);
          path += 'M' + left.toFixed(1) + ' ' + top.toFixed(1) + 'H' + right.toFixed(1) + 'V' + bottom.toFixed(1) + 'H' + left.toFixed(1) + 'Z';
        });
        return path && { type: 'path', shape: { pathData: path }, style: { fill: shade((api.value(4) + 0.5) / BANDS) } };
      }
    };
  }

  /* Half a cell. */
  function halves(ground) {
    return [
      (ground.rows[ground.columns - 1][0] - ground.rows[0][0]) / (ground.columns - 1) / 2,
      (ground.rows[ground.rows.length - 1][1] - ground.rows[0][1]) / (ground.lines - 1) / 2
    ];
  }

  /* A shape a cell, which tells its value. */
  function asked(name, ground) {
    var half = halves(ground), dx = half[0], dy = half[1];
    return {
      name: name, type: 'custom', clip: true, z: 0, data: bands(ground, false), encode: { x: [0, 1], y: 2, tooltip: [0, 2, 3] },
      renderItem: function (params, api) {
        var a = api.coord([api.value(0) - dx, api.value(2) - dy]), b = api.coord([api.value(1) + dx, api.value(2) + dy]), area = params.coordSys;
        var shape = echarts.graphic.clipRectByRect({ x: a[0], y: b[1], width: b[0] - a[0] + 0.5, height: a[1] - b[1] + 0.5 }, area);
        return shape && { type: 'rect', shape: shape, style: { fill: shade((api.value(4) + 0.5) / BANDS) } };
      }
    };
  }

  /* The ends of the pieces of level lines, by triangles: two a cell. Heights ascend. */
  function level(ground, heights, add) {
    var rows = ground.rows, columns = ground.columns;
    function crossing(a, b, height) {
      var t = (height - a[2]) / (b[2] - a[2]);
      return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    }
    function triangle(a, b, c) {
      var low = Math.min(a[2], b[2], c[2]), high = Math.max(a[2], b[2], c[2]);
      if (!(low > -Infinity && high < Infinity)) return;
      for (var k = 0; k < heights.length && heights[k] <= high; k++) {
        var height = heights[k], ends = [];
        if (height <= low) continue;
        if ((a[2] < height) !== (b[2] < height)) ends.push(crossing(a, b, height));
        if ((b[2] < height) !== (c[2] < height)) ends.push(crossing(b, c, height));
        if ((c[2] < height) !== (a[2] < height)) ends.push(crossing(c, a, height));
        if (ends.length === 2) add(ends[0], ends[1]);
      }
    }
    for (var j = 0; j + 1 < ground.lines; j++) {
      for (var i = 0; i + 1 < columns; i++) {
        var at = j * columns + i;
        triangle(rows[at], rows[at + 1], rows[at + columns + 1]);
        triangle(rows[at], rows[at + columns + 1], rows[at + columns]);
      }
    }
  }

  function contours(name, ground, heights, style) {
    return {
      name: name, type: 'custom', silent: true, z: 1, color: style.stroke, data: [[ground.rows[0][0], ground.rows[0][1]]],
      renderItem: function (params, api) {
        var path = '', origin = api.coord([0, 0]), unit = api.coord([1, 1]);
        var at = function (p) { return [origin[0] + p[0] * (unit[0] - origin[0]), origin[1] + p[1] * (unit[1] - origin[1])]; };
        level(ground, heights, function (a, b) { path += stroke(at(a), at(b)); });
        return { type: 'path', shape: { pathData: path || 'M0 0' }, style: style };
      }
    };
  }

  /* The surface from above and aside, cells behind before those in front of them. */
  function relief(ground, turn, colours, x, y, most) {
    var step = Math.max(1, Math.ceil((Math.max(ground.columns, ground.lines) - 1) / most));
    var is = steps(ground.columns, step), js = steps(ground.lines, step);
    var sin = Math.sin(turn), cos = Math.cos(turn), tilt = 0.5;
    function place(i, j, part) {
      var u = 2 * i / (ground.columns - 1) - 1, v = 2 * j / (ground.lines - 1) - 1;
      var across = u * cos - v * sin, behind = u * sin + v * cos;
      return [across, behind * tilt + (part - 0.35) * 1.15, behind];
    }
    function height(i, j) { return ground.share(Number(ground.rows[j * ground.columns + i][2])); }
    var cells = [];
    for (var b = 0; b + 1 < js.length; b++) {
      for (var a = 0; a + 1 < is.length; a++) {
        var corners = [[is[a], js[b]], [is[a + 1], js[b]], [is[a + 1], js[b + 1]], [is[a], js[b + 1]]];
        var parts = corners.map(function (c) { return height(c[0], c[1]); });
        var points = corners.map(function (c, k) { return place(c[0], c[1], parts[k]); });
        cells.push({ points: points, part: (parts[0] + parts[1] + parts[2] + parts[3]) / 4, depth: (points[0][2] + points[2][2]) / 2 });
      }
    }
    cells.sort(function (p, q) { return q.depth - p.depth; });
    var m = ground.columns - 1, n = ground.lines - 1, feet = [[0, 0], [m, 0], [m, n], [0, n]].map(function (c) { return place(c[0], c[1], 0); });
    var names = [[x, 0, 1], [y, 3, 0], [x, 3, 2], [y, 2, 1]].filter(function (side) { return feet[side[1]][2] + feet[side[2]][2] < 0; });
    return {
      type: 'custom', silent: true, data: [[0, 0]],
      renderItem: function (params, api) {
        function at(p) { return api.coord([p[0], p[1]]); }
        var floor = { type: 'polygon', shape: { points: feet.map(at) }, style: { fill: 'none', stroke: colours.line } };
        var quads = cells.map(function (cell) {
          return { type: 'polygon', shape: { points: cell.points.map(at).map(function (p) { return [Math.round(p[0] * 10) / 10, Math.round(p[1] * 10) / 10]; }) }, style: { fill: shade(cell.part), stroke: colours.back, lineWidth: 0.3 } };
        });
        var words = names.map(function (side) {
          var p = at(feet[side[1]]), q = at(feet[side[2]]);
          return { type: 'text', style: { text: side[0], x: (p[0] + q[0]) / 2, y: (p[1] + q[1]) / 2 + 12, align: (p[1] - q[1]) * (p[0] - q[0]) > 0 ? 'right' : 'left', fill: colours.quiet, font: '11px system-ui, sans-serif' } };
        });
        return { type: 'group', children: [floor].concat(quads, words) };
      }
    };
  }

  function steps(count, step) {
    var all = [];
    for (var i = 0; i < count - 1; i += step) all.push(i);
    return all.concat([count - 1]);
  }

  /* The colours of a surface and what they stand for. */
  function key(ground, colours) {
    var pieces = [];
    for (var i = BANDS - 1; i >= 0; i--) {
      pieces.push({ value: i, color: shade((i + 0.5) / BANDS), label: i % 2 ? ' ' : number(ground.value(i / BANDS), 3) });
    }
    return { type: 'piecewise', pieces: pieces, dimension: 4, seriesIndex: 0, hoverLink: false, selectedMode: false, right: 4, top: 'center', itemGap: 0, itemWidth: 14, itemHeight: 16, itemSymbol: 'rect', textStyle: { color: colours.quiet, fontSize: 11 } };
  }

  /* Maps and grids have equal units on both axes. */
  function equal(figure) {
    function has(kind) { return figure.series.some(function (each) { return each.kind === kind; }); }
    return has('surface') || (has('segments') && !has('curve'));
  }

  /* Equal units where the window is no strip. */
  function frame(figure, width, height, box) {
    var wide = width - box.left - box.right, tall = height - box.top - box.bottom;
    var xs = values(figure, 0), ys = values(figure, 1);
    if (!equal(figure)) return box;
    var ground = figure.series.filter(function (each) { return each.kind === 'surface'; })[0];
    if (ground) { xs = ground.data.map(function (row) { return row[0]; }); ys = ground.data.map(function (row) { return row[1]; }); }
    var dx = highest(xs) - lowest(xs), dy = highest(ys) - lowest(ys);
    var unit = dx / dy > 0.4 && dx / dy < 2.5 ? Math.min(wide / dx, tall / dy) : 0;
    return unit ? { left: box.left, top: box.top, width: unit * dx, height: unit * dy } : box;
  }

  function tooltip(params) {
    var value = params.data && params.data.value ? params.data.value : params.data;
    if (value && value.length === 5 && params.seriesName === 'loss') {
      return [number(value[0], 4), number(value[2], 4)].join(', ') + '<br><b>' + number(value[3], 6) + '</b>';
    }
    if (!value || !value.map) return escape(params.seriesName);
    if (params.data.word) return escape(params.data.word);
    var text = '<b>' + escape(params.seriesName) + '</b><br>' + value.slice(0, 2).map(function (v) { return number(v, 6); }).join(', ');
    if (value[2] > 0 && params.seriesType !== 'custom') text += ' ± ' + number(value[2], 2);
    if (params.seriesType === 'heatmap' || params.seriesType === 'custom') text = '<b>' + escape(params.seriesName) + '</b><br>' + value.map(function (v) { return number(v, 6); }).join(', ');
    return value[4] ? text + '<br>' + escape(String(value[4])) : text;
  }

  function escape(text) {
    return String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  }

  function option(figure, dark, width, still, turn) {
    var colours = theme(dark);
    var surface = figure.series.filter(function (each) { return each.kind === 'surface'; })[0];
    var ground = surface && terrain(figure);
    if (figure.relief) return fromAside(figure, ground, colours, width, still, turn === undefined ? 0.6 : turn);
    var series = [];
    var drawn = figure.series.filter(function (each) { return each.kind === 'intervals'; }).length;
    var heat = figure.series.some(function (each) { return each.kind === 'cells'; });
    figure.series.forEach(function (each, i) {
      var colour = (ground ? ON_SURFACES : COLOURS)[i % COLOURS.length];
      if (each.kind === 'surface') {
        series.push(plain(each.name, ground, still));
        var inner = [];
        for (var k = 1; k < BANDS; k++) inner.push(ground.value(k / BANDS));
        if (!ground.flat) series.push(contours('contours', ground, inner, { fill: 'none', stroke: '#ffffff', opacity: 0.45, lineWidth: 0.8 }));
        return;
      }
      if (each.kind === 'levels') {
        series.push(contours(each.name, ground, each.data.map(function (row) { return row[0]; }).sort(function (a, b) { return a - b; }), { fill: 'none', stroke: colour, lineWidth: 2.2 }));
        return;
      }
      if (each.kind === 'segments') {
        series.push(segments(each, colour));
        return;
      }
      if (each.kind === 'cells') series.push(cells(each, figure, colours));
      else if (each.kind === 'intervals') series.push(intervals(each, colour, i, drawn));
      else if (each.kind === 'boxes') series.push(boxes(each, colour));
      else if (each.kind === 'bars') series.push({ name: each.name, type: 'bar', color: colour, data: each.data, barMaxWidth: 14 });
      else {
        series.push(line(each, colour, colours));
        var bars = errors(each, colour);
        if (bars) series.push(bars);
      }
    });
    if (figure.reference && series.length > 0) {
      series[0].markLine = {
        silent: true, symbol: 'none', lineStyle: { color: colours.quiet, type: 'dashed' },
        label: { color: colours.quiet, formatter: figure.reference.label, position: 'insideEndTop' }, data: [{ yAxis: figure.reference.value }], animation: false
      };
    }
    var numeric = heat && !figure.series.some(function (each) { return each.data.some(function (cell) { return typeof cell[2] === 'string'; }); });
    var heights = numeric ? figure.series[0].data.map(function (cell) { return cell[2]; }) : [];
    var named = figure.series.length > 1;
    var box = { left: 0, right: numeric || ground ? 96 : 22, top: figure.title.length * 7.6 > width ? 62 : 44, bottom: (named ? 70 : 48) + (figure.x.categories && figure.x.categories.length > 3 ? 44 : 0) };
    var wide = figure.y.categories ? Math.min(width * 0.4, 24 + 7 * highest(figure.y.categories.map(function (name) { return name.length; }))) : 84;
    box.left = wide;
    var edges = ground && [ground.rows[0], ground.rows[ground.rows.length - 1]];
    var xAxis = axis(figure.x, colours, drawn ? values(figure, 0).concat(values(figure, 1), values(figure, 2)) : values(figure, 0), false);
    var yAxis = axis(figure.y, colours, values(figure, 1), true);
    if (edges) {
      xAxis.min = edges[0][0]; xAxis.max = edges[1][0]; yAxis.min = edges[0][1]; yAxis.max = edges[1][1];
      xAxis.splitLine = yAxis.splitLine = { show: false };
    }
    return {
      animation: false, backgroundColor: colours.back, textStyle: { fontFamily: 'system-ui, sans-serif', color: colours.text },
      title: { text: figure.title, left: 8, top: 6, textStyle: { color: colours.text, fontSize: 14, fontWeight: 600, width: width - 16, overflow: 'break' } },
      tooltip: { confine: true, formatter: tooltip, backgroundColor: colours.back, borderColor: colours.line, textStyle: { color: colours.text } },
      legend: named ? { type: 'scroll', bottom: 4, textStyle: { color: colours.text }, data: figure.series.filter(function (each) { return each.kind !== 'surface'; }).map(function (each) { return each.name; }) } : undefined,
      grid: frame(figure, width, height(figure), box),
      xAxis: xAxis,
      yAxis: yAxis,
      visualMap: ground ? key(ground, colours) : numeric ? { min: lowest(heights), max: highest(heights), calculable: true, right: 4, top: 'center', inRange: { color: HEAT }, textStyle: { color: colours.quiet }, formatter: function (value) { return number(value, 3); } } : undefined,
      series: series
    };
  }

  function fromAside(figure, ground, colours, width, still, turn) {
    var hidden = { type: 'value', show: false, min: -1.5, max: 1.5 };
    return {
      animation: false, backgroundColor: colours.back, textStyle: { fontFamily: 'system-ui, sans-serif', color: colours.text },
      title: { text: figure.title, left: 8, top: 6, textStyle: { color: colours.text, fontSize: 14, fontWeight: 600, width: width - 16, overflow: 'break' } },
      grid: { left: 8, right: 90, top: 44, bottom: 8 }, xAxis: hidden, yAxis: { type: 'value', show: false, min: -1.1, max: 1.3 },
      visualMap: key(ground, colours), series: [relief(ground, turn, colours, figure.x.label, figure.y.label, still ? 20 : 60)]
    };
  }

  /* The library writes texts into its SVG as they are: whatever is special in XML is escaped before, controls are replaced. */
  function escaped(node) {
    if (typeof node === 'string') return escape(node).replace(/"/g, '&quot;').replace(/[\u0000-\u001f\u007f]/g, '\ufffd');
    if (Array.isArray(node)) return node.map(escaped);
    if (node === null || typeof node !== 'object') return node;
    var copy = {};
    Object.keys(node).forEach(function (key) { copy[key] = escaped(node[key]); });
    return copy;
  }

  function svg(text, width, height) {
    var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
    chart.setOption(option(escaped(JSON.parse(text)), false, width, true));
    var drawing = chart.renderToSVGString();
    chart.dispose();
    return drawing;
  }

  function height(figure) {
    if (figure.y.categories) return Math.max(220, 120 + 34 * figure.y.categories.length);
    return equal(figure) ? 500 : 360;
  }

  function start() {
    var figures = JSON.parse(document.getElementById('figures').textContent);
    var query = window.matchMedia('(prefers-color-scheme: dark)');
    document.querySelectorAll('[data-figure]').forEach(function (place) {
      var figure = figures[place.getAttribute('data-figure')];
      if (!figure) return;
      var turn = 0.6;
      if (figure.relief) figure = Object.assign({}, figures[figure.relief], { relief: true });
      place.classList.add('live');
      var still = document.createElement('div'), live = document.createElement('div');
      still.className = 'still';
      while (place.firstChild) still.appendChild(place.firstChild);
      live.className = 'moving';
      live.style.height = height(figure) + 'px';
      place.appendChild(still);
      place.appendChild(live);
      var chart = echarts.init(live, null, { renderer: 'canvas' });
      var draw = function () {
        chart.resize();
        chart.setOption(option(figure, query.matches, live.clientWidth, false, turn), true);
      };
      draw();
      if (figure.relief) {
        live.style.cursor = 'grab';
        live.addEventListener('pointermove', function (event) {
          if (event.buttons !== 1) return;
          turn += event.movementX / 120;
          draw();
        });
      }
      if (!figure.relief && figure.y.scale === 'log') {
        var button = document.createElement('button');
        button.textContent = 'linear';
        button.onclick = function () {
          figure.y.scale = figure.y.scale === 'log' ? 'linear' : 'log';
          button.textContent = figure.y.scale === 'log' ? 'linear' : 'logarithmic';
          draw();
        };
        place.appendChild(button);
      }
      query.addEventListener('change', draw);
      window.addEventListener('resize', draw);
    });
  }

  return { svg: svg, height: height, start: start };
})();
