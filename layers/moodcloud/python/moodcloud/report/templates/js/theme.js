// Light or dark: as the system has it, or as chosen.
const systemDark = matchMedia("(prefers-color-scheme: dark)");
let theme = store.get("moodcloud-theme");
const isDark = () => (theme ? theme === "dark" : systemDark.matches);

function applyTheme() {
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  find("theme").textContent = say(isDark() ? "theme_light" : "theme_dark");
}

find("theme").addEventListener("click", () => {
  theme = isDark() ? "light" : "dark";
  store.set("moodcloud-theme", theme);
  applyTheme();
});
systemDark.addEventListener("change", applyTheme);
onLanguage.push(applyTheme);
