// Every page works without this. With it, an analysis is watched without asking, times are local, and a form that takes a while says so.
'use strict';
(() => {
  for (const time of document.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) {
      time.title = time.textContent;
      time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
    }
  }

  for (const form of document.querySelectorAll('form[data-busy]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = 'yes';
      const button = event.submitter;
      if (button) button.setAttribute('aria-disabled', 'true');
      const said = document.createElement('p');
      said.setAttribute('role', 'status');
      form.append(said);
      said.textContent = form.dataset.busy;
    });
    window.addEventListener('pageshow', (event) => {
      if (!event.persisted) return;
      delete form.dataset.sent;
      form.querySelector('[aria-disabled]')?.removeAttribute('aria-disabled');
      form.querySelector('[role=status]')?.remove();
    });
  }

  const chosen = document.querySelector('[data-chosen]');
  if (chosen) {
    const elsewhere = Number(chosen.dataset.chosen);
    const form = chosen.closest('form');
    const count = () => {
      const all = elsewhere + form.querySelectorAll('input[type=checkbox]:checked').length;
      chosen.textContent = all === 0 ? '' : `${all} chosen` + (elsewhere > 0 ? `, ${elsewhere} of them on other pages` : '');
    };
    form.addEventListener('change', count);
    count();
  }

  const watched = document.querySelector('[data-watch]');
  if (watched) watch(watched, 0);

  // The server answers as soon as there is something new; what is new is put in place, so that focus and reading go on.
  async function watch(section, failures) {
    section.classList.add('watched');
    try {
      const answer = await fetch(section.dataset.watch, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
      if (answer.redirected) { location.replace(answer.url); return; }
      if (!answer.ok) { location.reload(); return; }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = page.querySelector('[data-watch]');
      if (!next) { location.reload(); return; }
      for (const part of section.querySelectorAll('[data-live]')) {
        const now = next.querySelector(`[data-live="${part.dataset.live}"]`);
        if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
      }
      section.dataset.watch = next.dataset.watch;
      setTimeout(watch, 100, section, 0);
    } catch {
      if (failures < 20) setTimeout(watch, Math.min(1000 * 2 ** failures, 15000), section, failures + 1);
      else section.classList.remove('watched');
    }
  }
})();
