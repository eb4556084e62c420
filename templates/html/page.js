(function () {
  'use strict';
  function key(row, column) {
    var cell = row.cells[column];
    var given = cell.getAttribute('data-sort');
    return given === null ? cell.textContent.trim() : given;
  }
  function compare(a, b) {
    var x = a.key, y = b.key;
    if (x === '' || y === '' || x === '—' || y === '—') {
      var xEmpty = x === '' || x === '—', yEmpty = y === '' || y === '—';
      return xEmpty === yEmpty ? 0 : xEmpty ? 2 : -2;
    }
    var n = Number(x), m = Number(y);
    if (!isNaN(n) && !isNaN(m)) { return n - m < 0 ? -1 : n - m > 0 ? 1 : 0; }
    return x.localeCompare(y, 'zh-CN') < 0 ? -1 : x === y ? 0 : 1;
  }
  function sort(table, head, column) {
    var body = table.tBodies[0];
    var way = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    var rows = Array.prototype.map.call(body.rows, function (row, index) {
      return { row: row, index: index, key: key(row, column) };
    });
    rows.sort(function (a, b) {
      var order = compare(a, b);
      if (order === 2 || order === -2) { return order; }  // what is not known stands last, either way
      return (way === 'ascending' ? order : -order) || a.index - b.index;
    });
    rows.forEach(function (each) { body.appendChild(each.row); });
    Array.prototype.forEach.call(head.parentNode.cells, function (other) {
      other.setAttribute('aria-sort', other === head ? way : 'none');
    });
  }
  Array.prototype.forEach.call(document.querySelectorAll('table.sortable'), function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var button = head.querySelector('button');
      if (button) { button.addEventListener('click', function () { sort(table, head, column); }); }
    });
  });
  // Where a table is wider than its place, say so; on paper and without a script nothing is said.
  function measure() {
    Array.prototype.forEach.call(document.querySelectorAll('.wide'), function (wide) {
      var scrolls = wide.scrollWidth > wide.clientWidth + 1;
      wide.classList.toggle('scrolls', scrolls);
      wide.tabIndex = scrolls ? 0 : -1;  // a stop for the keyboard only where there is something to scroll
    });
  }
  window.addEventListener('resize', measure);
  measure();
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var at = target; at && at !== document; at = at.parentNode) {
      if (at.nodeName === 'DETAILS') { at.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  window.addEventListener('hashchange', reveal);
  if (location.hash) { reveal(); }
}());
