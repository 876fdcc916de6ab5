// Before the first paint: the person's choice of light or dark, if they made one.
{
  const chosen = localStorage.getItem("docloft-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
