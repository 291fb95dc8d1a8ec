// Runs in the browser, as it is. The server renders the messages; this only fetches the page again and takes what is new.
const REFRESH_MS = 2000;

const form = document.querySelector('#publish');
const output = form.querySelector('output');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { title, author, tags, html } = Object.fromEntries(new FormData(form));
  const draft = {
    title,
    ...(author.trim() && { author }),
    tags: tags.split(/[\s,#]+/).filter(Boolean),
    ...(html.trim() && { html }),
  };
  try {
    output.textContent = await publish(draft);
  } catch {
    output.textContent = 'The sandbox does not answer: is Herald still running?';
  }
});

async function publish(draft) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/sandbox/articles', { method: 'POST', headers, body: JSON.stringify(draft) });
  if (!answer.ok) return (await answer.json()).error;
  form.reset();
  return 'Published. It appears here when Herald next looks at the feed.';
}

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const nav = document.querySelector('nav');
  const freshNav = fresh.querySelector('nav');
  if (nav.innerHTML !== freshNav.innerHTML) nav.innerHTML = freshNav.innerHTML;
  takeMessages(fresh);
}

// One by one, so that what did not change keeps its selection, its focus and its place.
function takeMessages(fresh) {
  const list = document.querySelector('main ol');
  const freshItems = [...fresh.querySelectorAll('main > ol > li')];
  const kept = new Set(freshItems.map(({ id }) => id));
  for (const item of [...list.children]) if (!kept.has(item.id)) item.remove();
  for (const item of freshItems) {
    const old = document.getElementById(item.id);
    if (old === null) list.append(item);
    else if (old.outerHTML !== item.outerHTML) old.replaceWith(item);
  }
  if (freshItems.length > 0) document.querySelector('main > .quiet')?.remove();
}

async function keepFresh() {
  if (!document.hidden) await refresh().catch(() => undefined); // a server that is gone may come back
  setTimeout(keepFresh, REFRESH_MS);
}

setTimeout(keepFresh, REFRESH_MS);
