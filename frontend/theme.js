// Applies the person's choice of light or dark, and of rows with more room, before the first paint.
{
  const chosen = localStorage.getItem("docloft-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  if (localStorage.getItem("docloft-density") === "comfortable") document.documentElement.dataset.density = "comfortable";
}
