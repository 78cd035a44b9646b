'use strict';
// Draws the charts with d3, from the numbers in #chart-data; each has its numbers as a table, too.
const bncheckCharts = (() => {
  const data = JSON.parse(document.getElementById('chart-data').textContent);
  const dashes = ['7 4', '2 3', '9 3 2 3', '1 5', '12 4'];
  const shapes = [d3.symbolCircle, d3.symbolSquare, d3.symbolTriangle, d3.symbolDiamond, d3.symbolStar];
  const superscript = n => [...String(n)].map(c => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] || '⁻').join('');
  const power = n => n === 0 ? '1' : n === 1 ? '10' : '10' + superscript(n);
  const short = (text, most) => text.length > most ? '…' + text.slice(1 - most) : text;

  // An image to those who cannot see it: a title and what it shows.
  function canvas(box, id, chart, height, description) {
    const width = Math.max(280, box.clientWidth);
    const svg = d3.select(box).html('').append('svg').attr('viewBox', `0 0 ${width} ${height}`)
      .attr('role', 'img').attr('aria-labelledby', `${id}-title ${id}-desc`);
    svg.append('title').attr('id', `${id}-title`).text(chart.title);
    svg.append('desc').attr('id', `${id}-desc`).text(description);
    return {svg, width, height};
  }

  function logAxis(svg, scale, orient, at, length, label) {
    const [low, high] = scale.domain().map(v => Math.round(Math.log10(v)));
    const step = Math.max(1, Math.ceil((high - low) / 7));
    const ticks = d3.range(low, high + 1, step).map(n => 10 ** n);
    const axis = (orient === 'left' ? d3.axisLeft(scale) : d3.axisBottom(scale))
      .tickValues(ticks).tickSize(-length).tickPadding(6).tickFormat(v => power(Math.round(Math.log10(v))));
    svg.append('g').attr('transform', orient === 'left' ? `translate(${at},0)` : `translate(0,${at})`).call(axis)
      .call(g => g.select('.domain').remove());
    return label;
  }

  // The words at the top of a chart that say what its lines and marks are.
  function key(svg, entries, left, width) {
    let x = left, y = 10;
    for (const [draw, text] of entries) {
      const length = 30 + 6.4 * text.length;
      if (x > left && x + length > width) { x = left; y += 17; }
      draw(svg.append('g').attr('transform', `translate(${x},${y})`));
      svg.append('text').attr('class', 'key').attr('x', x + 24).attr('y', y + 4).text(text);
      x += length + 10;
    }
    return y + 14;
  }
  const keyHeight = (entries, left, width) => {
    let x = left, y = 10;
    for (const [, text] of entries) {
      const length = 30 + 6.4 * text.length;
      if (x > left && x + length > width) { x = left; y += 17; }
      x += length + 10;
    }
    return y + 14;
  };
  const line = (kind, dash) => g => g.append('line').attr('class', kind).attr('x1', 0).attr('x2', 19).attr('stroke-dasharray', dash);
  const cross = 'M-4,-4L4,4M-4,4L4,-4';

  function errors(box, id, chart) {
    const finite = chart.points.filter(p => p[1] < 1e29);
    const values = [...finite.map(p => p[1]), ...chart.budgets.flatMap(b => [b[1], b[3]]),
      ...chart.peers.flatMap(p => p.curve.map(c => c[1]))].filter(v => v > 0 && v < 1e29);
    const floor = 10 ** Math.max(-4, Math.floor(Math.log10(d3.min(values))));
    const roof = 10 ** Math.ceil(Math.log10(d3.max(values)) + 0.01);
    const most = 10 ** Math.max(1, Math.ceil(Math.log10(d3.max(chart.points, p => p[0]))));
    const broken = chart.points.filter(p => p[3]);
    const entries = [[g => g.append('circle').attr('class', 'point').attr('cx', 10).attr('r', 3), short(chart.name, 26)],
      [line('budget', null), 'budget, median']];
    if (broken.length) entries.push([g => g.append('path').attr('class', 'broken-point').attr('transform', 'translate(10,0)').attr('d', cross), 'failed']);
    chart.peers.forEach((peer, i) => entries.push([line('peer', dashes[i % 5]), short(peer.name, 26) + ', largest']));
    const full = Math.max(280, box.clientWidth), left = 44;
    const top = keyHeight(entries, 0, full) + 18, height = top + 280;
    const {svg, width} = canvas(box, id, chart, height,
      `${chart.points.length} cases are drawn, ${broken.length} of them failed. The table below has the largest error and the budgets for each power of ten of kappa.`);
    const x = d3.scaleLog([1, most], [left, width - 8]), y = d3.scaleLog([floor, roof], [height - 40, top]).clamp(true);
    logAxis(svg, x, 'bottom', height - 40, height - 40 - top);
    logAxis(svg, y, 'left', left, width - 8 - left);
    svg.append('text').attr('x', width - 8).attr('y', height - 4).attr('text-anchor', 'end').text('condition number κ');
    svg.append('text').attr('x', 0).attr('y', top - 9).text('error in ulps; 0 lies on the floor');
    key(svg, entries, 0, width);
    // What holds of a decade of kappa is level over it.
    const steps = bins => bins.flatMap((b, i) => [b, [b[0] + 1, ...b.slice(1)],
      ...(i + 1 < bins.length && bins[i + 1][0] > b[0] + 1 ? [null] : [])]);
    const at = decade => x(Math.min(most, 10 ** decade));
    svg.append('path').attr('class', 'band').attr('d', d3.area().defined(b => b).x(b => at(b[0])).y0(b => y(b[1])).y1(b => y(b[3]))(steps(chart.budgets)));
    svg.append('g').selectAll('circle').data(chart.points.filter(p => !p[3])).join('circle').attr('class', 'point')
      .attr('cx', p => x(p[0])).attr('cy', p => y(Math.max(p[1], floor))).attr('r', 2.4);
    svg.append('path').attr('class', 'budget').attr('d', d3.line().defined(b => b).x(b => at(b[0])).y(b => y(b[2]))(steps(chart.budgets)));
    chart.peers.forEach((peer, i) => svg.append('path').attr('class', 'peer').attr('stroke-dasharray', dashes[i % 5])
      .attr('d', d3.line().defined(c => c).x(c => at(c[0])).y(c => y(Math.max(c[1], floor)))(steps(peer.curve))));
    svg.append('g').selectAll('path').data(broken).join('path').attr('class', 'broken-point').attr('d', cross)
      .attr('transform', p => `translate(${x(p[0])},${y(Math.min(roof, Math.max(p[1], floor)))})`);
  }

  function histogram(box, id, chart) {
    const bars = chart.bars, row = 19, left = 92, height = bars.length * row + 8;
    const total = d3.sum(bars, b => b.count);
    const {svg, width} = canvas(box, id, chart, height, `How many of ${total} judgements have an error of which part of the budget; the table below has the numbers.`);
    const x = d3.scaleLinear([0, d3.max(bars, b => b.count)], [left, width - 60]);
    const rows = svg.append('g').selectAll('g').data(bars).join('g').attr('transform', (b, i) => `translate(0,${i * row})`);
    rows.append('text').attr('x', left - 8).attr('y', 14).attr('text-anchor', 'end').text(b => b.bin);
    rows.append('rect').attr('class', (b, i) => i === bars.length - 1 ? 'bar over' : 'bar').attr('x', left).attr('y', 3).attr('height', row - 5)
      .attr('width', b => b.count ? Math.max(1.5, x(b.count) - left) : 0);
    rows.append('text').attr('class', 'value').attr('x', b => x(b.count) + 6).attr('y', 14).text(b => b.count || '');
    svg.append('line').attr('class', 'domain').attr('x1', left - .5).attr('x2', left - .5).attr('y1', 0).attr('y2', height - 6);
  }

  function roofline(box, id, chart) {
    const all = [...chart.series.flatMap(s => s.points), ...chart.roof];
    const decades = values => [10 ** Math.floor(Math.log10(d3.min(values))), 10 ** Math.ceil(Math.log10(d3.max(values)) + 0.01)];
    const mark = i => d3.symbol().type(shapes[i % 5]).size(44);
    const entries = chart.series.map((s, i) => [g => g.append('path').attr('class', 'mark').attr('transform', 'translate(10,0)').attr('d', mark(i)()), short(s.name, 26)]);
    if (chart.roof.length) entries.unshift([line('budget', null), 'copy']);
    const full = Math.max(280, box.clientWidth), left = 44, top = keyHeight(entries, 0, full) + 18, height = top + 240;
    const {svg, width} = canvas(box, id, chart, height, `The speed of ${chart.series.length} series at each size, below the speed of a copy; the table below has the numbers.`);
    const x = d3.scaleLog(decades(all.map(p => p[0])), [left, width - 8]), y = d3.scaleLog(decades(all.map(p => p[1])), [height - 40, top]);
    logAxis(svg, x, 'bottom', height - 40, height - 40 - top);
    logAxis(svg, y, 'left', left, width - 8 - left);
    svg.append('text').attr('x', width - 8).attr('y', height - 4).attr('text-anchor', 'end').text('bytes of one tensor');
    svg.append('text').attr('x', 0).attr('y', top - 9).text('GB/s');
    key(svg, entries, 0, width);
    const path = d3.line().x(p => x(p[0])).y(p => y(p[1]));
    const sorted = points => [...points].sort((a, b) => a[0] - b[0]);
    svg.append('path').attr('class', 'budget').attr('d', path(sorted(chart.roof)));
    chart.series.forEach((s, i) => {
      svg.append('path').attr('class', 'series').attr('stroke-dasharray', i ? dashes[(i - 1) % 5] : null).attr('d', path(sorted(s.points)));
      svg.append('g').selectAll('path').data(s.points).join('path').attr('class', 'mark').attr('d', mark(i)()).attr('transform', p => `translate(${x(p[0])},${y(p[1])})`);
    });
  }

  const draw = {errors, histogram, roofline};
  const widths = new Map();
  function show(box) {
    const id = box.dataset.chart, width = box.clientWidth;
    if (!width || widths.get(id) === width || !data[id]) return;  // in a closed fold, or drawn already
    widths.set(id, width);
    draw[data[id].kind](box, `chart-${id}`, data[id]);
  }
  const watch = new ResizeObserver(entries =>
    requestAnimationFrame(() => entries.forEach(entry => show(entry.target))));  // drawing resizes, too
  document.querySelectorAll('.chart').forEach(box => watch.observe(box));
  return {data, show};
})();
