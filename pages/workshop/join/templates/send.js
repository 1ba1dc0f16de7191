let turn = 0, shown = 0;
const changed = new Set(), page = document, say = word => w.textContent = w.dataset[word];

async function show(answer) {
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (next.body.dataset.now) return location.replace(answer.url);
  page.documentElement.replaceWith(next.documentElement);
  history.replaceState(0, "", answer.url);
  scrollTo(0, 0);
  page.querySelector("h1").focus();
  shown = Date.now();
  changed.clear();
}

async function send(form, by, only) {
  const mine = ++turn, body = new URLSearchParams([...new FormData(form)].filter(([name]) => !only || only.has(name) || isNaN(name)));
  if (by.name) body.append(by.name, by.value);
  while (mine == turn) {
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (mine != turn) return;
      if (answer.status == 204) return changed.clear(), say("saved");
      if (answer.status < 500 && answer.status != 429) return show(answer);
    } catch {}
    say("lost");
    await new Promise(go => setTimeout(go, 3000));
  }
}

page.onsubmit = event => {
  const form = event.target;
  if (form.method == "get") return;
  event.preventDefault();
  if (Date.now() > shown + 400) send(form, event.submitter);
};

page.onchange = ({ target: { form, name } }) => form.id && send(form, { name: "quiet", value: 1 }, changed.add(name));
onpageshow = ({ persisted }) => persisted && location.reload();
