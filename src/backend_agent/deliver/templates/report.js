const button = document.querySelector("#fold");
button.hidden = false;
button.addEventListener("click", () => {
  const all = [...document.querySelectorAll("details")];
  const open = !all.every((each) => each.open);
  all.forEach((each) => { each.open = open; });
  button.textContent = open ? "Close all" : "Open all";
});
addEventListener("beforeprint", () => document.querySelectorAll("details.file").forEach((each) => { each.open = true; }));
