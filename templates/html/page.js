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
    return way;
  }
  // ---- the address: #part?what=is&chosen=here, so that it can be kept, sent, and gone back to
  function split() {
    var at = location.hash.slice(1), mark = at.indexOf('?');
    return { part: mark < 0 ? at : at.slice(0, mark), chosen: new URLSearchParams(mark < 0 ? '' : at.slice(mark)) };
  }
  function keep(chosen) {
    var text = chosen.toString(), tail = text ? '?' + text : '';
    try { history.replaceState(null, '', '#' + split().part + tail); } catch (error) { /* then it is not kept */ }
    Array.prototype.forEach.call(document.querySelectorAll('nav a[href^="#"]'), function (link) {
      link.setAttribute('href', link.getAttribute('href').split('?')[0] + tail);
    });
    Array.prototype.forEach.call(document.querySelectorAll('main a[href^="pages/"]'), function (link) {
      var pieces = link.getAttribute('href').split('#');
      link.setAttribute('href', pieces[0].split('?')[0] + tail + (pieces[1] ? '#' + pieces[1] : ''));
    });
  }
  var sorted = document.querySelectorAll('table.sortable');
  var selects = document.querySelectorAll('.filters select');
  function choose() {
    var words = [], count = 0, chosen = split().chosen;
    Array.prototype.forEach.call(selects, function (select) {
      var key = select.getAttribute('data-filter');
      if (select.value) {
        chosen.set(key, select.value);
        words.push(select.parentNode.firstChild.textContent.trim() + '：' + select.options[select.selectedIndex].text);
      } else { chosen.delete(key); }
    });
    Array.prototype.forEach.call(document.querySelectorAll('tr[data-stage]'), function (row) {
      row.hidden = !Array.prototype.every.call(selects, function (select) {
        var has = row.getAttribute('data-' + select.getAttribute('data-filter'));
        return !select.value || has.split('\n').indexOf(select.value) >= 0;
      });
      if (!row.hidden && row.parentNode.parentNode === sorted[0]) { count += 1; }
    });
    var shown = document.getElementById('shown');
    shown.hidden = words.length === 0;
    shown.textContent = '只列 ' + words.join('，') + '：' + count + ' 份';
    keep(chosen);
    measure();
  }
  // What an address says is chosen; what it says of something that is not here is left out.
  function recall() {
    var chosen = split().chosen;
    Array.prototype.forEach.call(selects, function (select) {
      select.value = chosen.get(select.getAttribute('data-filter')) || '';
      if (select.selectedIndex < 0) { select.value = ''; }
    });
    Array.prototype.forEach.call(sorted, function (table, number) {
      var said = /^(\d{1,2})(-?)$/.exec(chosen.get('sort' + number) || '');
      var head = said && table.tHead.rows[0].cells[said[1]];
      if (head) {
        head.setAttribute('aria-sort', said[2] ? 'ascending' : 'none');
        sort(table, head, Number(said[1]));
      }
    });
    choose();
  }
  Array.prototype.forEach.call(sorted, function (table, number) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var button = head.querySelector('button');
      if (!button) { return; }
      button.addEventListener('click', function () {
        var way = sort(table, head, column), chosen = split().chosen;
        chosen.set('sort' + number, column + (way === 'descending' ? '-' : ''));
        if (selects.length) { keep(chosen); }
      });
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
    var part = split().part, target = part && document.getElementById(decodeURIComponent(part));
    for (var at = target; at && at !== document; at = at.parentNode) {
      if (at.nodeName === 'DETAILS') { at.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  var filters = document.querySelector('.filters');
  if (filters) {
    filters.hidden = false;
    Array.prototype.forEach.call(selects, function (select) { select.addEventListener('change', choose); });
    filters.querySelector('button').addEventListener('click', function () {
      Array.prototype.forEach.call(selects, function (select) { select.value = ''; });
      choose();
    });
    window.addEventListener('hashchange', recall);
    recall();
  }
  // The way back leads to what was chosen there.
  var back = document.querySelector('.back a');
  if (back && location.search) { back.setAttribute('href', back.getAttribute('href') + '#' + location.search); }
  window.addEventListener('hashchange', reveal);
  if (location.hash) { reveal(); }
}());
