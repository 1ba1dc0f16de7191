setInterval(async () => {
  if (document.hidden) return;
  const now = (await fetch(location, { method: "HEAD" })).headers.get("Room-Now");
  if (now && !now.startsWith(document.body.dataset.now)) window.n ? n.hidden = false : location.reload();
}, 5000);
