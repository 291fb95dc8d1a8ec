// Runs in the browser, as it is. The server makes the page; this fetches it again and takes over what has changed.
const REFRESH_MS = 15_000;
const verdict = document.getElementById('verdict');

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of fresh.querySelectorAll('#verdict, #age, main div[id]')) takeOver(part);
}

// What is open stays open, and what has the focus keeps it.
function takeOver(fresh) {
  const old = document.getElementById(fresh.id);
  for (const { id } of old.querySelectorAll('details[open]')) fresh.querySelector(`#${id}`)?.setAttribute('open', '');
  if (old.innerHTML === fresh.innerHTML) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.closest('details')?.id : undefined;
  old.replaceChildren(...fresh.childNodes);
  if (focused) old.querySelector(`#${focused} > summary`)?.focus();
}

async function keepFresh() {
  try {
    if (!document.hidden) await refresh();
  } catch {
    const since = `Herald has not answered since ${new Date().toLocaleTimeString()}.`;
    if (!verdict.querySelector('.silent')) verdict.innerHTML = `<p class="verdict bad silent">${since}</p>`;
  }
  setTimeout(keepFresh, REFRESH_MS);
}

setTimeout(keepFresh, REFRESH_MS);
document.addEventListener('visibilitychange', () => document.hidden || refresh().catch(() => undefined));
