// A code that came behind a # in a link: the browser sends it nowhere by itself; here it is put into its field.
const form = document.querySelector("[data-code-from-address]");
const code = decodeURIComponent(location.hash.slice(1));

if (form && code) {
  form.elements.code.value = code;
  history.replaceState(null, "", location.pathname);
}
