/* From a figure, plain data, to the option of Apache ECharts: the one place that says how pictures look, in the page and as files. */
var flatness = (function () {
  'use strict';
  // Okabe and Ito's palette: told apart by people of every colour vision.
  var COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8a6d00', '#7f7f7f'];
  var WORDS = { invariant: '#7fc8a9', changed: '#f0a35e', undecided: '#c9c9c9' };
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

  function values(figure, index) {
    var all = index === 1 && figure.reference ? [figure.reference.value] : [];
    figure.series.forEach(function (series) {
      (series.data || []).forEach(function (point) { if (isFinite(point[index])) all.push(Number(point[index])); });
    });
    return all;
  }

  /* A logarithmic axis where it was asked for, all values allow it, and they span enough to need it. */
  function logarithmic(axis, all) {
    if (axis.scale !== 'log' || all.length === 0) return false;
    var low = Math.min.apply(null, all), high = Math.max.apply(null, all);
    return low > 0 && high / low > 4;
  }

  function decades(value) {
    return Math.log(value) / Math.LN10;
  }

  /* A round number a little beyond the smallest or the largest value. */
  function edge(all, side) {
    var low = Math.min.apply(null, all), high = Math.max.apply(null, all);
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
      min: categories || !all.length ? undefined : log ? Math.pow(10, Math.floor(decades(Math.min.apply(null, all)) + 1e-9)) : edge(all, -1),
      max: categories || !all.length ? undefined : log ? Math.pow(10, Math.ceil(decades(Math.max.apply(null, all)) - 1e-9)) : edge(all, 1),
      axisLine: { show: true, lineStyle: { color: colours.quiet } },
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

  function tooltip(params) {
    var value = params.data && params.data.value ? params.data.value : params.data;
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

  function option(figure, dark, width) {
    var colours = theme(dark);
    var series = [];
    var drawn = figure.series.filter(function (each) { return each.kind === 'intervals'; }).length;
    var heat = figure.series.some(function (each) { return each.kind === 'cells'; });
    figure.series.forEach(function (each, i) {
      var colour = COLOURS[i % COLOURS.length];
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
    var wide = figure.y.categories ? Math.min(width * 0.4, 24 + 7 * Math.max.apply(null, figure.y.categories.map(function (name) { return name.length; }))) : 84;
    return {
      animation: false, backgroundColor: colours.back, textStyle: { fontFamily: 'system-ui, sans-serif', color: colours.text },
      title: { text: figure.title, left: 8, top: 6, textStyle: { color: colours.text, fontSize: 14, fontWeight: 600, width: width - 16, overflow: 'break' } },
      tooltip: { confine: true, formatter: tooltip, backgroundColor: colours.back, borderColor: colours.line, textStyle: { color: colours.text } },
      legend: named ? { type: 'scroll', bottom: 4, textStyle: { color: colours.text }, data: figure.series.map(function (each) { return each.name; }) } : undefined,
      grid: { left: wide, right: numeric ? 96 : 22, top: figure.title.length * 7.6 > width ? 62 : 44, bottom: (named ? 70 : 48) + (figure.x.categories && figure.x.categories.length > 3 ? 44 : 0) },
      xAxis: axis(figure.x, colours, drawn ? values(figure, 0).concat(values(figure, 1), values(figure, 2)) : values(figure, 0), false),
      yAxis: axis(figure.y, colours, values(figure, 1), true),
      visualMap: numeric ? { min: Math.min.apply(null, heights), max: Math.max.apply(null, heights), calculable: true, right: 4, top: 'center', inRange: { color: HEAT }, textStyle: { color: colours.quiet }, formatter: function (value) { return number(value, 3); } } : undefined,
      series: series
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
    chart.setOption(option(escaped(JSON.parse(text)), false, width));
    var drawing = chart.renderToSVGString();
    chart.dispose();
    return drawing;
  }

  function height(figure) {
    return figure.y.categories ? Math.max(220, 120 + 34 * figure.y.categories.length) : 360;
  }

  function start() {
    var figures = JSON.parse(document.getElementById('figures').textContent);
    var query = window.matchMedia('(prefers-color-scheme: dark)');
    document.querySelectorAll('[data-figure]').forEach(function (place) {
      var figure = figures[place.getAttribute('data-figure')];
      if (!figure) return;
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
        chart.setOption(option(figure, query.matches, live.clientWidth), true);
      };
      draw();
      if (figure.y.scale === 'log') {
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
