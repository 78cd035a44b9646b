'use strict';
// What makes the page handier; all that it says can be read without.

// A link to a law opens its fold.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  if (target && target.tagName === 'DETAILS') target.scrollIntoView();
}
addEventListener('hashchange', openTarget);
// A second click on a link leaves the address as it is.
document.addEventListener('click', event => {
  const link = event.target.closest('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});

function addCopyButtons() {
  if (!navigator.clipboard) return;
  for (const box of document.querySelectorAll('.command')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'copy';
    button.setAttribute('aria-label', 'copy the line');
    button.onclick = () => navigator.clipboard.writeText(box.querySelector('code').textContent).then(
      () => { button.textContent = 'copied'; setTimeout(() => { button.textContent = 'copy'; }, 1500); },
      () => { button.textContent = 'not copied'; });
    box.append(button);
  }
}

function filterLaws(form) {
  const laws = [...document.querySelectorAll('details.law')];
  const apply = () => {
    const words = form.querySelector('#law-search').value.toLowerCase();
    const failed = form.querySelector('#law-failed').checked;
    let shown = 0;
    for (const law of laws) {
      const fits = law.querySelector('summary').textContent.toLowerCase().includes(words) &&
        (!failed || law.dataset.verdict === 'fail');
      law.hidden = !fits;
      shown += fits;
    }
    form.querySelector('output').textContent = `${shown} of ${laws.length}`;
  };
  form.addEventListener('input', apply);
  for (const button of form.querySelectorAll('button')) {
    button.onclick = () => laws.forEach(law => { law.open = !law.hidden && button.dataset.open === 'all'; });
  }
  apply();
}

function filterRows(form) {
  const rows = [...document.querySelectorAll('tr[data-mutant]')];
  const all = new Set(rows.map(row => row.dataset.mutant));
  const text = new Map();
  for (const row of rows) {
    text.set(row.dataset.mutant, (text.get(row.dataset.mutant) || '') + (row.dataset.words || row.textContent).toLowerCase());
  }
  const apply = () => {
    const words = form.querySelector('input').value.toLowerCase();
    for (const row of rows) row.hidden = !text.get(row.dataset.mutant).includes(words);
    const shown = [...all].filter(mutant => text.get(mutant).includes(words)).length;
    form.querySelector('output').textContent = `${shown} of ${all.size}`;
  };
  form.addEventListener('input', apply);
  apply();
}

// On paper no fold can be opened: what failed is printed whole, and what the reader opened.
function openForPrint() {
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details.law[data-verdict=fail]:not([open])')];
    for (const law of opened) {
      law.open = true;
      if (typeof bncheckCharts !== 'undefined') law.querySelectorAll('.chart').forEach(bncheckCharts.show);
    }
  });
  addEventListener('afterprint', () => { opened.forEach(law => { law.open = false; }); });
}

addCopyButtons();
openForPrint();
for (const form of document.querySelectorAll('form.filter')) {
  form.hidden = false;
  form.addEventListener('submit', event => event.preventDefault());
  (form.dataset.filter === 'law' ? filterLaws : filterRows)(form);
}
openTarget();
