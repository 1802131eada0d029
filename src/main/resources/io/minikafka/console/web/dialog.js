// The one dialog of the page. The browser keeps the keyboard inside of it, and gives the focus back.

import { html, nothing, render } from './lib.js';
import { Problem } from './api.js';

const dialog = () => document.getElementById('dialog');
let redraw = () => {};

/** @param body makes what is below the heading, each time something changes */
export function openDialog(title, body) {
  const element = dialog();
  redraw = () => render(html`<h2 id="dialog-title">${title}</h2>${body()}`, element);
  redraw();
  if (!element.open) element.showModal();
}

export function closeDialog() {
  const element = dialog();
  if (element.open) element.close();
  redraw = () => {};
}

export const redrawDialog = () => redraw();

/**
 * A form in a dialog. It stays open, with the reason, when what it does is refused.
 *
 * @param fields makes them; is given what was refused and the state, an object of the form's own
 * @param act is given the state; closes the dialog when it succeeds
 */
export function formDialog(title, { state = {}, fields, act, label, danger = false, ready = () => true }) {
  let problem = null;
  let busy = false;
  const submit = async (event) => {
    event.preventDefault();
    if (busy || !ready(state)) return;
    busy = true;
    problem = null;
    redraw();
    try {
      await act(state);
      closeDialog();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      problem = failure;
    } finally {
      busy = false;
      redraw();
    }
  };
  openDialog(title, () => html`<form @submit=${submit} @input=${() => redraw()}>
    ${fields(state)}
    ${problem ? html`<p class="problem" role="alert">${problem.message}</p>` : nothing}
    <div class="actions">
      <button type="button" @click=${closeDialog}>Cancel</button>
      <button type="submit" class=${danger ? 'danger' : 'primary'} ?disabled=${busy || !ready(state)}>${label}</button>
    </div>
  </form>`);
}

/** A field that keeps what is typed in state[name]. */
export function field(state, name, label, { hint, type = 'text', ...more } = {}) {
  const id = `field-${name}`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input id=${id} type=${type} .value=${String(state[name] ?? '')} autocomplete="off" spellcheck="false"
      placeholder=${more.placeholder ?? nothing} inputmode=${more.inputmode ?? nothing}
      ?autofocus=${more.autofocus ?? false} ?required=${more.required ?? false}
      aria-describedby=${hint ? `${id}-hint` : nothing}
      @input=${(event) => { state[name] = event.target.value; }}>
    ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : nothing}
  </div>`;
}

export function choice(state, name, label, options, { hint } = {}) {
  const id = `field-${name}`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} aria-describedby=${hint ? `${id}-hint` : nothing}
      @change=${(event) => { state[name] = event.target.value; redraw(); }}>
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${String(state[name]) === String(value)}
        >${text}</option>`)}
    </select>
    ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : nothing}
  </div>`;
}
