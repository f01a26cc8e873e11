// The data of the page, and how elements are made from it. Text from the file is only ever
// set as text, never as markup.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("data");
const strings = read("strings");
const sentiments = data.sentiments;
// A text as it is compared with others, whichever apostrophe was typed.
const folded = (text) => text.normalize("NFKC").toLocaleLowerCase().replace(/[’‘ʼ]/g, "'");

const find = (id) => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

const make = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

const draw = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
