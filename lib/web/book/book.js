// The book's pages: colours, folding, contents, search and figures. It loads only files of the book, when they are needed.
(() => {
  const root = document.documentElement;

  /** What was chosen before; a browser may refuse to keep it for pages from the disk. */
  const kept = {
    get(name) {
      try {
        return localStorage.getItem(`book-${name}`);
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        if (value === null) localStorage.removeItem(`book-${name}`);
        else localStorage.setItem(`book-${name}`, value);
      } catch {
        // chosen for this page only
      }
    },
  };
  const theme = kept.get('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;

  const loaded = new Map();
  /** Loads a script of the book once. */
  const load = (file) => {
    if (!loaded.has(file))
      loaded.set(
        file,
        new Promise((resolve, reject) => {
          const script = document.createElement('script');
          script.src = `assets/${file}`;
          script.onload = resolve;
          script.onerror = () => reject(new Error(`${file} is missing`));
          document.head.append(script);
        }),
      );
    return loaded.get(file);
  };

  const isDark = () =>
    root.dataset.theme === 'dark' ||
    (!root.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);

  addEventListener('DOMContentLoaded', () => {
    const one = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];

    // colours
    const themes = [null, 'light', 'dark'];
    const themeButton = one('.theme');
    const sayTheme = () => {
      const now = root.dataset.theme ?? null;
      themeButton.textContent = { light: '☀', dark: '☾' }[now] ?? '◐';
      themeButton.setAttribute('aria-label', `Colours: ${now ?? 'as the system'}`);
      themeButton.title = themeButton.getAttribute('aria-label');
    };
    themeButton.addEventListener('click', () => {
      const next = themes[(themes.indexOf(root.dataset.theme ?? null) + 1) % themes.length];
      if (next === null) delete root.dataset.theme;
      else root.dataset.theme = next;
      kept.set('theme', next);
      sayTheme();
      recolour();
    });
    sayTheme();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => recolour());

    // code
    const folds = all('details.code');
    const foldButton = one('.fold');
    const fold = (hidden) => {
      folds.forEach((details) => (details.open = !hidden));
      foldButton.textContent = hidden ? 'Show code' : 'Hide code';
      foldButton.setAttribute('aria-pressed', String(hidden));
    };
    foldButton.hidden = folds.length === 0;
    if (kept.get('code') === 'hidden') fold(true);
    foldButton.addEventListener('click', () => {
      const hidden = foldButton.getAttribute('aria-pressed') !== 'true';
      fold(hidden);
      kept.set('code', hidden ? 'hidden' : null);
    });

    // the list of pages on a phone
    const menu = one('.menu');
    const pages = one('#pages');
    const openMenu = (open) => {
      pages.classList.toggle('open', open);
      menu.setAttribute('aria-expanded', String(open));
    };
    menu.addEventListener('click', () => openMenu(menu.getAttribute('aria-expanded') !== 'true'));
    pages.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });

    // headings: an address to take along, and the place in the contents
    const links = new Map(all('aside a').map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const headings = all('main > h2[id], main > h3[id]');
    for (const heading of headings) {
      const link = document.createElement('a');
      link.className = 'anchor';
      link.href = `#${encodeURIComponent(heading.id)}`;
      link.textContent = '#';
      link.setAttribute('aria-label', `Address of “${heading.textContent}”`);
      heading.append(link);
    }
    const follow = () => {
      const here = headings.filter((heading) => heading.getBoundingClientRect().top < 120).at(-1);
      for (const [id, link] of links) link.classList.toggle('here', id === here?.id);
    };
    if (links.size > 0) addEventListener('scroll', follow, { passive: true });
    follow();

    // what is wider than the page can be reached by keys
    const reach = () => {
      for (const element of all('pre, .wide, .katex-display, #pages, aside')) {
        const scrolls =
          element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
        if (scrolls) element.tabIndex = 0;
        else element.removeAttribute('tabindex');
      }
    };
    reach();
    addEventListener('resize', reach, { passive: true });
    folds.forEach((details) => details.addEventListener('toggle', reach));

    search(one('.search'));
    figures();
  });

  /** Finds sections of all pages; the index is made when the first word is typed. */
  function search(box) {
    const input = box.querySelector('input');
    const found = box.querySelector('.found');
    let index = null;
    const ready = async () => {
      await Promise.all([load('minisearch.js'), load('sections.js')]);
      if (index !== null) return;
      const made = new globalThis.MiniSearch({
        fields: ['title', 'heading', 'text'],
        storeFields: ['page', 'title', 'id', 'heading', 'text'],
        idField: 'key',
        searchOptions: {
          boost: { title: 3, heading: 4 },
          prefix: true,
          fuzzy: (word) => (word.length > 4 ? 0.2 : 0),
          combineWith: 'AND',
          boostDocument: (key, term, { page }) => (page.startsWith('file-') ? 0.2 : 1), // code comes after prose
        },
      });
      made.addAll(globalThis.bookSections.map((section, key) => ({ ...section, key })));
      index = made;
    };
    const close = () => (found.hidden = true);
    const look = async () => {
      const words = input.value.trim();
      if (words === '') return close();
      await ready();
      if (words !== input.value.trim()) return;
      const results = index.search(words).slice(0, 20);
      found.replaceChildren(
        ...(results.length > 0 ? results.map(entry) : [line(`Nothing found for “${words}”`)]),
      );
      found.hidden = false;
    };
    input.addEventListener('focus', () => void ready());
    input.addEventListener('input', () => void look());
    addEventListener('click', (event) => {
      if (!box.contains(event.target)) close();
    });
    addEventListener('keydown', (event) => {
      const typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        input.focus();
      }
      if (!box.contains(document.activeElement)) return;
      if (event.key === 'Escape') {
        close();
        input.focus();
      }
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      const stops = [input, ...found.querySelectorAll('a')];
      const step = event.key === 'ArrowDown' ? 1 : -1;
      stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
      event.preventDefault();
    });
  }

  function line(text) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    return paragraph;
  }

  function entry({ page, title, id, heading, text, terms }) {
    const link = document.createElement('a');
    link.href = `${encodeURIComponent(page)}${id === '' ? '' : `#${encodeURIComponent(id)}`}`;
    const name = document.createElement('b');
    name.textContent = heading === '' || heading === title ? title : heading;
    const where = document.createElement('small');
    if (name.textContent !== title) where.textContent = title;
    const words = document.createElement('span');
    words.append(...excerpt(text, terms));
    link.append(name, where, words);
    return link;
  }

  /** Some 160 letters around the first found word, with the found words marked. */
  function excerpt(text, terms) {
    const pattern = new RegExp(
      `(${terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
      'giu',
    );
    const at = Math.max(0, text.search(pattern));
    const from = Math.max(0, at - 60);
    const part = `${from > 0 ? '…' : ''}${text.slice(from, from + 160)}${text.length > from + 160 ? '…' : ''}`;
    return part.split(pattern).map((piece, i) => {
      if (i % 2 === 0) return document.createTextNode(piece);
      const mark = document.createElement('mark');
      mark.textContent = piece;
      return mark;
    });
  }

  // Figures: the picture stands until it comes near the window, then Plotly draws the same in its place.
  const drawn = [];

  function figures() {
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          void draw(target);
        }
      },
      { rootMargin: '600px' },
    );
    for (const figure of document.querySelectorAll('figure.drawn')) near.observe(figure);
    addEventListener('resize', () => drawn.forEach(fit), { passive: true });
  }

  /** The neutral colours of the figures' common look, and what they are on a dark page. */
  const darkColours = {
    '#24292f': '#e3e8ee',
    '#57606a': '#9aa5b1',
    '#afb8c1': '#59636e',
    '#e7eaee': '#2a3138',
    '#ffffff': '#12161b',
    '#fff': '#12161b',
    'rgba(0,114,178': 'rgba(86,180,233',
    'rgba(36,41,47': 'rgba(227,232,238',
    'rgba(255,255,255': 'rgba(18,22,27',
    '#000000': '#f0f3f6',
    '#0072b2': '#3f9fdc',
  };

  function coloured(json) {
    if (!isDark()) return JSON.parse(json);
    return JSON.parse(
      json.replace(
        /#(?:[0-9a-f]{6}|fff)\b|rgba\(\d+,\d+,\d+/gi,
        (colour) => darkColours[colour.toLowerCase()] ?? colour,
      ),
    );
  }

  async function draw(figure) {
    const json = figure.querySelector('script').textContent;
    const plot = document.createElement('div');
    plot.className = 'plot';
    try {
      await load('plotly.js');
      const { data, layout } = coloured(json);
      const picture = figure.querySelector('img');
      const size = {
        width: layout.width ?? (Number(picture.getAttribute('width')) || 830),
        height: layout.height ?? (Number(picture.getAttribute('height')) || 440),
      };
      const state = { figure, plot, json, ...size };
      figure.append(plot);
      figure.classList.add('live');
      fit(state);
      await globalThis.Plotly.newPlot(plot, data, { ...layout, ...size }, config);
      drawn.push(state);
      figure.dataset.state = 'live';
    } catch (error) {
      plot.remove();
      figure.classList.remove('live');
      figure.style.height = '';
      figure.dataset.state = `picture: ${error.message}`;
    }
  }

  const config = {
    displaylogo: false,
    scrollZoom: false,
    modeBarButtonsToRemove: ['toImage', 'lasso2d', 'select2d', 'sendDataToCloud'],
  };

  /** A figure keeps the proportions that it was drawn with, and shrinks with the page. */
  function fit({ figure, plot, width, height }) {
    const scale = Math.min(1, figure.clientWidth / width);
    plot.style.width = `${width}px`;
    plot.style.height = `${height}px`;
    plot.style.transform = scale === 1 ? '' : `scale(${scale})`;
    figure.style.height = `${Math.ceil(height * scale)}px`;
  }

  function recolour() {
    for (const { plot, json, width, height } of drawn) {
      const { data, layout } = coloured(json);
      void globalThis.Plotly.react(plot, data, { ...layout, width, height }, config);
    }
  }
})();
