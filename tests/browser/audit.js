// Runs axe on the page as it stands and measures by hand what axe cannot decide about contrast.
// Arguments: whether colours are all that is looked at.
const [coloursOnly, done] = arguments;

// Colours must not be read in the middle of a change.
if (!window.still) {
  window.still = new CSSStyleSheet();
  window.still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, window.still];
}

const pencil = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
function rgba(colour) {
  pencil.clearRect(0, 0, 1, 1);
  pencil.fillStyle = colour;
  pencil.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = pencil.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}
function over(front, back) {
  return [0, 1, 2].map(n => front[n] * front[3] + back[n] * (1 - front[3])).concat(1);
}
function light([r, g, b]) {
  const part = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}
// The contrast of an element's text with what lies behind it, and the least it needs. None over a picture.
function measure(element) {
  let layers = [], opacity = 1;
  for (let one = element; one; one = one.parentElement) {
    const style = getComputedStyle(one);
    // The arrow of a list stands in the padding beside its text.
    if (style.backgroundImage !== "none" && one.tagName !== "SELECT") return null;
    layers.push(rgba(style.backgroundColor));
    opacity *= parseFloat(style.opacity);
  }
  let back = document.documentElement.dataset.bsTheme === "dark" ? [0, 0, 0, 1] : [255, 255, 255, 1];
  for (const layer of layers.reverse()) back = over(layer, back);
  const style = getComputedStyle(element);
  const text = rgba(style.color);
  text[3] *= opacity;
  const [a, b] = [light(over(text, back)), light(back)].sort((x, y) => y - x);
  const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight, 10) >= 700;
  return { ratio: (a + 0.05) / (b + 0.05), least: size >= 24 || (bold && size >= 18.66) ? 3 : 4.5 };
}

const rules = coloursOnly
  ? { type: "rule", values: ["color-contrast"] }
  : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
axe.run(document, { runOnly: rules, resultTypes: ["violations", "incomplete"], elementRef: true }).then(result => {
  const problems = [], undecided = [];
  for (const rule of result.violations)
    for (const node of rule.nodes)
      problems.push(`${rule.id}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}: ${node.failureSummary.replace(/\s+/g, " ")}`);
  for (const rule of result.incomplete)
    for (const node of rule.nodes) {
      const facts = [...node.any, ...node.all, ...node.none].map(check => check.data && check.data.messageKey).filter(Boolean);
      const found = { rule: rule.id, why: facts[0] || "", target: node.target.join(" "), html: node.html.slice(0, 160) };
      if (rule.id === "color-contrast") Object.assign(found, measure(node.element));
      undecided.push(found);
    }
  done({ problems, undecided });
}).catch(error => done({ problems: [`axe did not run: ${error}`], undecided: [] }));
