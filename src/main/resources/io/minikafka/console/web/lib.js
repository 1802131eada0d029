// The libraries, in one place: their paths are part of the version the page was loaded with.
export { html, svg, nothing, render } from './lit-html/lit-html.js';
export { repeat } from './lit-html/directives/repeat.js';
export { live } from './lit-html/directives/live.js';
export { keyed } from './lit-html/directives/keyed.js';
export { default as UPlot } from './uplot/dist/uPlot.esm.js';
