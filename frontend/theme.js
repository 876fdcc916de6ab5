// Before the first paint: applies the person's choice of light or dark and of taller rows, and preloads the texts of
// their language (chosen as in src/ui/strings.js) together with the other modules of the first page.
{
  const chosen = localStorage.getItem("docloft-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  if (localStorage.getItem("docloft-density") === "comfortable")
    document.documentElement.dataset.density = "comfortable";

  const wanted = [localStorage.getItem("docloft-language"), ...navigator.languages].map((tag) =>
    tag?.slice(0, 2).toLowerCase(),
  );
  const texts = /** @type {HTMLMetaElement[]} */ ([...document.querySelectorAll("meta[name^='texts-']")]);
  const language = wanted.find((code) => texts.some(({ name }) => name === `texts-${code}`)) ?? "en";
  for (const href of texts.find(({ name }) => name === `texts-${language}`)?.content.split(" ") ?? []) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
  }
}
