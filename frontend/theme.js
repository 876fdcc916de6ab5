// Before the first paint: whether the person chose light or dark, and rows with more room.
{
  const chosen = localStorage.getItem("docloft-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  if (localStorage.getItem("docloft-density") === "comfortable") document.documentElement.dataset.density = "comfortable";
}
